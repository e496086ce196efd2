#include "dataplane/git/git_process.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <optional>

#include "base/waiting.h"
#include "dataplane/git/child_process.h"
#include "dataplane/git/places.h"

namespace stellwerk::git {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kPieceBytes = 32 * 1024;
constexpr int kCommandNotFound = 127;
constexpr int kDied = 128;  // git's own way out; a signal's is above

// The two kinds apart, so that slow clients keep no push waiting.
Places& places(bool is_stream) {
  static Places streams(kGitStreamsLimit), commands(kGitCommandsLimit);
  return is_stream ? streams : commands;
}

// errno is looked at on the thread that made the call: a wait may go on on another one, so these are not inlined into
// what waits. A negative number is the error's.
[[gnu::noinline]] ssize_t read_now(const Descriptor& from, std::span<char> into) {
  ssize_t count = ::read(from.number(), into.data(), into.size());
  return count < 0 ? -errno : count;
}
[[gnu::noinline]] ssize_t write_now(const Descriptor& to, std::string_view bytes) {
  ssize_t count = ::write(to.number(), bytes.data(), bytes.size());
  return count < 0 ? -errno : count;
}
bool is_only_early(ssize_t count) { return count == -EAGAIN || count == -EINTR; }

// setpriv, of Debian's essential util-linux, has the kernel end git when the server dies.
std::vector<std::string> words(const GitCommand& command) {
  std::vector<std::string> out{"setpriv", "--pdeathsig", "KILL", "git"};
  out.insert(out.end(), command.arguments.begin(), command.arguments.end());
  return out;
}

std::vector<std::string> environment(const GitCommand& command) {
  const char* path = std::getenv("PATH");
  std::vector<std::string> out{"PATH=" + std::string(path ? path : "/usr/bin:/bin"),
                               "GIT_DIR=" + command.repository.string(),
                               "GIT_CONFIG_NOSYSTEM=1",
                               "HOME=/nonexistent",
                               "LC_ALL=C.UTF-8",
                               "GIT_CONFIG_COUNT=1",
                               "GIT_CONFIG_KEY_0=safe.directory",
                               "GIT_CONFIG_VALUE_0=*"};
  if (!command.protocol.empty()) out.push_back("GIT_PROTOCOL=" + command.protocol);
  if (!command.new_objects.empty()) {
    out.push_back("GIT_OBJECT_DIRECTORY=" + command.new_objects.string());
    out.push_back("GIT_ALTERNATE_OBJECT_DIRECTORIES=" + (command.repository / "objects").string());
  }
  return out;
}

// A running git. Whatever waits for it moves all three of its streams, so that neither side waits for the other.
class GitRun {
 public:
  static Result<GitRun> start(GitCommand command, bool is_stream) {
    auto place = places(is_stream).take(deadline_after(kGitPlaceWait));
    if (!place) return Error{"ServiceUnavailable", "Too many git commands are running; try again later", 503};
    ChildProcess child =
        TRY(ChildProcess::start(words(command), environment(command),
                                {.processor_time = kGitProcessorLimit, .memory_bytes = kGitMemoryBytesLimit}));
    if (!command.input) child.input.close();
    return GitRun(std::move(command), std::move(*place), std::move(child));
  }

  /// At least one byte of output; 0 is its end, and then the exit status is known.
  Result<std::size_t> read(std::span<char> into) {
    while (child_.output.is_open()) {
      std::array<pollfd, 4> watched{{{child_.output.number(), POLLIN, 0},
                                     {child_.complaint.number(), POLLIN, 0},
                                     {child_.input.number(), POLLOUT, 0},
                                     {command_.end_when_readable, POLLIN, 0}}};
      TRY(wait(watched));
      if (watched[1].revents) take_complaint();
      if (watched[2].revents) TRY(feed());
      if (!watched[0].revents) continue;
      ssize_t count = read_now(child_.output, into);
      if (count > 0) return static_cast<std::size_t>(count);
      if (!is_only_early(count)) child_.output.close();
    }
    TRY(finish());
    return std::size_t{0};
  }

  int exit_status() const { return exit_status_.value_or(-1); }
  const std::string& complaint() const { return complaint_; }

 private:
  GitRun(GitCommand command, Places::Place place, ChildProcess child)
      : command_(std::move(command)),
        place_(std::move(place)),
        child_(std::move(child)),
        ends_at_(steady_clock::now() + command_.duration_limit) {}

  Result<void> wait(std::span<pollfd> watched) {
    auto deadline = std::min(steady_clock::now() + command_.silence_limit, ends_at_);
    int ready = poll_until(watched, deadline);
    if (watched.back().revents) return Error{"GitTimedOut", "git was broken off", 503};
    if (ready > 0) return {};
    return Error{"GitTimedOut", "git took too long and was ended", 503};
  }

  void take_complaint() {
    std::array<char, kPieceBytes> piece;
    ssize_t count = read_now(child_.complaint, piece);
    if (is_only_early(count)) return;
    if (count <= 0) return child_.complaint.close();
    complaint_.append(piece.data(), std::min(static_cast<std::size_t>(count),
                                             kComplaintBytesLimit - std::min(kComplaintBytesLimit, complaint_.size())));
  }

  Result<void> feed() {
    if (pending_.empty()) {
      pending_.resize(kPieceBytes);
      pending_.resize(TRY(command_.input->read(pending_)));
      if (pending_.empty()) {
        child_.input.close();
        return {};
      }
    }
    ssize_t count = write_now(child_.input, pending_);
    if (count > 0) pending_.erase(0, static_cast<std::size_t>(count));
    // git may stop reading before the end, having understood enough or too little: its status tells.
    if (count < 0 && !is_only_early(count)) child_.input.close();
    return {};
  }

  Result<void> finish() {
    if (exit_status_) return {};
    child_.input.close();
    while (true) {
      std::array<pollfd, 3> watched{{{child_.end_descriptor(), POLLIN, 0},
                                     {child_.complaint.number(), POLLIN, 0},
                                     {command_.end_when_readable, POLLIN, 0}}};
      TRY(wait(watched));
      if (watched[1].revents) take_complaint();
      if (watched[0].revents) break;
    }
    // What it complained of at last is in the pipe by now.
    for (std::size_t before = 0; child_.complaint.is_open();) {
      before = complaint_.size();
      take_complaint();
      if (complaint_.size() == before) break;
    }
    exit_status_ = child_.exit_status();
    if (*exit_status_ == kCommandNotFound) {
      return Error{"GitMissing", "git could not be started; install the package git", 500};
    }
    return {};
  }

  GitCommand command_;
  Places::Place place_;
  ChildProcess child_;
  steady_clock::time_point ends_at_;
  std::string pending_;
  std::string complaint_;
  std::optional<int> exit_status_;
};

class GitSource final : public ByteSource {
 public:
  GitSource(GitRun run, Failure failure) : run_(std::move(run)), failure_(failure) {}
  Result<std::size_t> read(std::span<char> into) override {
    std::size_t count = TRY(run_.read(into));
    if (count > 0 || run_.exit_status() == 0) return count;
    if (failure_ == Failure::in_band && run_.exit_status() <= kDied) return count;
    return Error{"GitFailed", "git ended with status " + std::to_string(run_.exit_status()) + ": " + run_.complaint(),
                 500};
  }
  std::optional<std::uint64_t> remaining_bytes() const override { return std::nullopt; }

 private:
  GitRun run_;
  const Failure failure_;
};

}  // namespace

Result<GitResult> run_git(GitCommand command) {
  GitRun run = TRY(GitRun::start(std::move(command), false));
  GitResult result;
  std::array<char, kPieceBytes> piece;
  while (std::size_t count = TRY(run.read(piece))) {
    result.output.append(piece.data(), std::min(count, kOutputBytesLimit - result.output.size()));
  }
  result.exit_status = run.exit_status();
  result.complaint = run.complaint();
  return result;
}

Result<std::shared_ptr<ByteSource>> stream_git(GitCommand command, Failure failure) {
  return std::shared_ptr<ByteSource>(
      std::make_shared<GitSource>(TRY(GitRun::start(std::move(command), true)), failure));
}

}  // namespace stellwerk::git
