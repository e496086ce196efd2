#include "dataplane/git/git_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

namespace stellwerk::git {
namespace {

constexpr std::size_t kPieceBytes = 32 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_;
};

struct Pipe {
  Descriptor read_end, write_end;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return Error{"GitFailed", "No pipe could be made: " + std::string(strerror(errno)), 500};
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

// A running git with its three streams.
struct Process {
  pid_t pid = -1;
  Descriptor input, output, complaint;

  Process() = default;
  Process(Process&& other) noexcept
      : pid(std::exchange(other.pid, -1)),
        input(std::move(other.input)),
        output(std::move(other.output)),
        complaint(std::move(other.complaint)) {}
  ~Process() {
    if (pid < 0) return;
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
  }
  int wait() {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    pid = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
};

std::vector<std::string> environment(const std::filesystem::path& repository, const std::string& protocol) {
  const char* path = std::getenv("PATH");
  std::vector<std::string> out{"PATH=" + std::string(path ? path : "/usr/bin:/bin"),
                               "GIT_DIR=" + repository.string(),
                               "GIT_CONFIG_NOSYSTEM=1",
                               "HOME=/nonexistent",
                               "LC_ALL=C.UTF-8",
                               "GIT_CONFIG_COUNT=1",
                               "GIT_CONFIG_KEY_0=safe.directory",
                               "GIT_CONFIG_VALUE_0=*"};
  if (!protocol.empty()) out.push_back("GIT_PROTOCOL=" + protocol);
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

Result<Process> spawn(const std::filesystem::path& repository, const std::vector<std::string>& arguments,
                      const std::string& protocol) {
  Pipe input = TRY(make_pipe()), output = TRY(make_pipe()), complaint = TRY(make_pipe());
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input.read_end.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output.write_end.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, complaint.write_end.get(), STDERR_FILENO);
  std::vector<std::string> words{"git"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = environment(repository, protocol);
  Process process;
  int failed = posix_spawnp(&process.pid, "git", &actions, nullptr, pointers(words).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    process.pid = -1;
    return Error{"GitMissing",
                 "git could not be started (" + std::string(strerror(failed)) + "); install the package git", 500};
  }
  process.input = std::move(input.write_end);
  process.output = std::move(output.read_end);
  process.complaint = std::move(complaint.read_end);
  return process;
}

// One pass of reading and writing; nothing is left open that has ended.
class Exchange {
 public:
  Exchange(Process& process, ByteSource* input) : process_(process), input_(input) {
    if (input_ == nullptr) process_.input.close();
    if (process_.input.is_open()) fcntl(process_.input.get(), F_SETFL, O_NONBLOCK);
  }

  Result<void> run(GitResult& result) {
    while (process_.output.is_open() || process_.complaint.is_open()) {
      std::array<pollfd, 3> watched{{{process_.output.get(), POLLIN, 0},
                                     {process_.complaint.get(), POLLIN, 0},
                                     {process_.input.get(), POLLOUT, 0}}};
      if (poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) break;
      if (watched[0].revents) read_into(process_.output, result.output, kOutputBytesLimit);
      if (watched[1].revents) read_into(process_.complaint, result.complaint, kComplaintBytesLimit);
      if (watched[2].revents) TRY(feed());
    }
    return {};
  }

 private:
  static void read_into(Descriptor& from, std::string& into, std::size_t limit_bytes) {
    std::array<char, kPieceBytes> piece;
    ssize_t count = ::read(from.get(), piece.data(), piece.size());
    if (count <= 0) return from.close();
    into.append(piece.data(),
                std::min(static_cast<std::size_t>(count), limit_bytes - std::min(limit_bytes, into.size())));
  }

  Result<void> feed() {
    if (pending_.empty()) {
      pending_.resize(kPieceBytes);
      pending_.resize(TRY(input_->read(pending_)));
      if (pending_.empty()) {
        process_.input.close();
        return {};
      }
    }
    ssize_t count = ::write(process_.input.get(), pending_.data(), pending_.size());
    if (count > 0) pending_.erase(0, static_cast<std::size_t>(count));
    // git may stop reading before the end, having understood enough or too little: its status tells.
    if (count < 0 && errno != EAGAIN) process_.input.close();
    return {};
  }

  Process& process_;
  ByteSource* input_;
  std::string pending_;
};

class ProcessSource final : public ByteSource {
 public:
  explicit ProcessSource(Process process) : process_(std::move(process)) {}

  Result<std::size_t> read(std::span<char> into) override {
    if (process_.pid < 0) return std::size_t{0};
    ssize_t count;
    while ((count = ::read(process_.output.get(), into.data(), into.size())) < 0 && errno == EINTR) {
    }
    if (count > 0) return static_cast<std::size_t>(count);
    if (int status = process_.wait(); status != 0) {
      return Error{"GitFailed", "git ended with status " + std::to_string(status), 500};
    }
    return std::size_t{0};
  }
  std::optional<std::uint64_t> remaining_bytes() const override { return std::nullopt; }

 private:
  Process process_;
};

}  // namespace

Result<GitResult> run_git(const std::filesystem::path& repository, const std::vector<std::string>& arguments,
                          ByteSource* input, const std::string& protocol) {
  Process process = TRY(spawn(repository, arguments, protocol));
  GitResult result;
  TRY(Exchange(process, input).run(result));
  result.exit_status = process.wait();
  return result;
}

Result<std::shared_ptr<ByteSource>> stream_git(const std::filesystem::path& repository,
                                               const std::vector<std::string>& arguments, const std::string& input,
                                               const std::string& protocol) {
  Process process = TRY(spawn(repository, arguments, protocol));
  // All callers' inputs are small and git reads them before it writes, but a pipe holds only 64 KiB.
  process.complaint.close();
  for (std::size_t sent = 0; sent < input.size();) {
    ssize_t count = ::write(process.input.get(), input.data() + sent, input.size() - sent);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;
    sent += static_cast<std::size_t>(count);
  }
  process.input.close();
  return std::shared_ptr<ByteSource>(std::make_shared<ProcessSource>(std::move(process)));
}

}  // namespace stellwerk::git
