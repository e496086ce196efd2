// The conversation with the server: prepare once, then commands one after the other, until the socket closes.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "dataplane/sandbox/message.h"
#include "dataplane/sandbox/supervisor/child.h"

namespace stellwerk::sandbox {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kSetUpPatience{30};
constexpr std::size_t kErrorsBytes = 4096;
constexpr int kGonePatienceMilliseconds = 10'000;

enum File { kBox, kOutput, kSeccomp, kArguments, kFirstNamed };

struct Pair {
  Descriptor ours, theirs;
};

Pair socket_pair() {
  int ends[2] = {-1, -1};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) give_up("socketpair");
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

Pair make_pipe() {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) give_up("pipe");
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

Descriptor process_descriptor(pid_t pid) { return Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))); }

void wait_for(pid_t pid, int& status) {
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
}

bool write_text(const std::string& path, const std::string& text) {
  Descriptor file(open(path.c_str(), O_WRONLY | O_CLOEXEC));
  return file.is_open() && write(file.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

std::string read_whole(int file) {
  std::string out;
  char buffer[4096];
  ssize_t count;
  lseek(file, 0, SEEK_SET);
  while ((count = read(file, buffer, sizeof buffer)) > 0) out.append(buffer, static_cast<std::size_t>(count));
  return out;
}

class Supervisor {
 public:
  Supervisor(Preparation preparation, std::vector<Descriptor> files)
      : preparation_(std::move(preparation)), files_(std::move(files)) {}

  void serve() {
    std::string failure = set_up();
    if (failure.empty()) {
      std::vector<int> numbers;
      for (const Descriptor& door : doors_) numbers.push_back(door.number());
      bool is_heard = send_message(kServerDescriptor, {word::kReady, remark_}, numbers);
      doors_.clear();
      while (is_heard && run_next()) {
      }
    } else {
      send_message(kServerDescriptor, {word::kFailed, failure});
    }
    end();
  }

 private:
  /// Empty if all is well, else why not.
  std::string set_up();
  std::string start_bubblewrap();
  void start_slirp();
  std::string await(int file, const char* what);
  bool find_first_process();
  void await_slirp();
  std::string explain(const std::string& failure);
  bool run_next();
  void end();

  Preparation preparation_;
  std::vector<Descriptor> files_;
  Clock::time_point set_up_deadline_ = Clock::now() + kSetUpPatience;
  std::string seccomp_program_;
  std::string remark_;
  std::vector<Descriptor> doors_;
  Descriptor status_, errors_, heart_, conversation_, first_process_, slirp_ready_, slirp_life_;
  pid_t bubblewrap_ = -1, slirp_ = -1;
};

std::string Supervisor::set_up() {
  seccomp_program_ = read_whole(files_[kSeccomp].number());
  if (auto failure = start_bubblewrap(); !failure.empty()) return explain(failure);
  start_slirp();
  char byte = 0;
  if (write(conversation_.number(), &byte, 1) != 1) return explain("it ended");
  if (auto failure = await(conversation_.number(), "its network"); !failure.empty()) return explain(failure);
  auto told = receive_message(conversation_.number());
  if (!told || told->files.size() != preparation_.doors.size()) return explain("its network was not made");
  doors_ = std::move(told->files);
  // The sandbox's first program, cat, answers what it is told: then all is in place.
  if (write(heart_.number(), "\n", 1) != 1) return explain("it ended");
  if (auto failure = await(heart_.number(), "its first program"); !failure.empty()) return explain(failure);
  if (read(heart_.number(), &byte, 1) != 1 || !find_first_process()) return explain("it ended");
  await_slirp();
  status_.close();
  errors_.close();
  conversation_.close();
  files_.erase(files_.begin() + kSeccomp, files_.end());
  return "";
}

std::string Supervisor::start_bubblewrap() {
  Pair status = make_pipe(), errors = make_pipe(), heart = socket_pair(), conversation = socket_pair();
  std::vector<int> files{heart.theirs.number(),  heart.theirs.number(),     errors.theirs.number(),
                         status.theirs.number(), files_[kSeccomp].number(), files_[kArguments].number()};
  for (std::size_t i = kFirstNamed; i < files_.size(); ++i) files.push_back(files_[i].number());
  for (const Descriptor& file : files_) lseek(file.number(), 0, SEEK_SET);
  bubblewrap_ = fork();
  if (bubblewrap_ < 0) return std::string("fork: ") + std::strerror(errno);
  if (bubblewrap_ == 0) {
    dup2(errors.theirs.number(), 2);
    become_bubblewrap(preparation_, files_[kBox].number(), conversation.theirs.number(), files);
  }
  status_ = std::move(status.ours);
  errors_ = std::move(errors.ours);
  heart_ = std::move(heart.ours);
  conversation_ = std::move(conversation.ours);
  for (Pair* pair : {&status, &errors, &heart, &conversation}) pair->theirs.close();
  if (auto failure = await(conversation_.number(), "its namespaces"); !failure.empty()) return failure;
  char byte;
  if (read(conversation_.number(), &byte, 1) != 1) return "it ended";
  std::string process = "/proc/" + std::to_string(bubblewrap_);
  std::string user = std::to_string(preparation_.host_user.value_or(geteuid()));
  std::string group = std::to_string(preparation_.host_user.value_or(getegid()));
  if (!write_text(process + "/setgroups", "deny") || !write_text(process + "/uid_map", "0 " + user + " 1") ||
      !write_text(process + "/gid_map", "0 " + group + " 1")) {
    return std::string("its user ids cannot be mapped: ") + std::strerror(errno);
  }
  return "";
}

void Supervisor::start_slirp() {
  if (preparation_.slirp.empty()) return;
  Pair ready = make_pipe(), life = make_pipe();
  slirp_ = fork();
  if (slirp_ == 0) {
    die_with_parent();
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    hold_only({nothing, nothing, nothing, ready.theirs.number(), life.theirs.number()});
    std::string process = std::to_string(bubblewrap_);
    // Its own sandbox is a mount namespace, for which it needs to be root.
    std::vector<const char*> words{preparation_.slirp.c_str(), "--configure",  "--mtu=65520", "--disable-host-loopback",
                                   "--enable-seccomp",         "--ready-fd=3", "--exit-fd=4"};
    if (geteuid() == 0) words.push_back("--enable-sandbox");
    for (const char* word : {process.c_str(), "tap0"}) words.push_back(word);
    words.push_back(nullptr);
    const char* const nothing_else[] = {nullptr};
    execve(words[0], const_cast<char* const*>(words.data()), const_cast<char* const*>(nothing_else));
    _exit(1);
  }
  slirp_ready_ = std::move(ready.ours);
  slirp_life_ = std::move(life.ours);
}

/// Empty once the file can be read; else why it will not be.
std::string Supervisor::await(int file, const char* what) {
  while (true) {
    auto left = std::chrono::ceil<std::chrono::milliseconds>(set_up_deadline_ - Clock::now());
    pollfd wanted[2] = {{file, POLLIN, 0}, {kServerDescriptor, POLLRDHUP, 0}};
    int ready = poll(wanted, 2, static_cast<int>(std::max<std::int64_t>(0, left.count())));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return std::string(what) + " took too long";
    if (wanted[1].revents) return "the server has ended";
    if (wanted[0].revents & POLLIN) return "";
    if (wanted[0].revents) return std::string(what) + " failed";
  }
}

bool Supervisor::find_first_process() {
  fcntl(status_.number(), F_SETFL, O_NONBLOCK);
  char text[512] = {};
  if (read(status_.number(), text, sizeof text - 1) <= 0) return false;
  constexpr std::string_view kMember = "\"child-pid\":";
  const char* at = std::strstr(text, kMember.data());
  long pid = at ? std::strtol(at + kMember.size(), nullptr, 10) : 0;
  if (pid > 1) first_process_ = process_descriptor(static_cast<pid_t>(pid));
  return first_process_.is_open();
}

void Supervisor::await_slirp() {
  if (preparation_.slirp.empty()) return;
  char byte;
  if (await(slirp_ready_.number(), "").empty() && read(slirp_ready_.number(), &byte, 1) == 1) return;
  remark_ = "The sandbox has no way outward: slirp4netns could not be started on this host";
}

std::string Supervisor::explain(const std::string& failure) {
  fcntl(errors_.number(), F_SETFL, O_NONBLOCK);
  // What the child has said matters more, and comes before its end.
  if (bubblewrap_ > 0) {
    ::kill(bubblewrap_, SIGKILL);
    int status = 0;
    wait_for(bubblewrap_, status);
    bubblewrap_ = -1;
  }
  std::string told(kErrorsBytes, '\0');
  ssize_t count = read(errors_.number(), told.data(), told.size());
  told.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  while (told.ends_with('\n')) told.pop_back();
  return told.empty() ? failure : told;
}

/// Runs one command and tells how it ended. False if the server or the sandbox is gone.
bool Supervisor::run_next() {
  pollfd wanted[2] = {{kServerDescriptor, POLLIN, 0}, {first_process_.number(), POLLIN, 0}};
  while (poll(wanted, 2, -1) < 0 && errno == EINTR) {
  }
  if (wanted[1].revents) return false;
  auto request = receive_message(kServerDescriptor);
  if (!request || request->words.size() < 4 || request->words[0] != word::kRun) return false;
  int output = request->files.empty() ? files_[kOutput].number() : request->files[0].number();
  Command command{first_process_.number(),
                  output,
                  files_[kOutput].number(),
                  request->words[1],
                  {request->words.begin() + 2, request->words.end()},
                  &seccomp_program_};
  pid_t child = start_command(preparation_, command);
  request->files.clear();
  if (child < 0) return false;
  Descriptor ended = process_descriptor(child);
  pollfd events[3] = {
      {ended.number(), POLLIN, 0}, {kServerDescriptor, POLLRDHUP, 0}, {first_process_.number(), POLLIN, 0}};
  while (poll(events, 3, -1) < 0 && errno == EINTR) {
  }
  // If the sandbox has ended, so has the command: what status it left says nothing.
  pollfd life{first_process_.number(), POLLIN, 0};
  bool is_good = events[0].revents && !events[1].revents && poll(&life, 1, 0) == 0;
  // The command is ended with the sandbox, while its parent is there to take note of it.
  if (!is_good) return false;
  int status = 0;
  wait_for(child, status);
  return send_message(kServerDescriptor, {word::kEnded, std::to_string(shell_status(status))});
}

/// Returns when nothing of the sandbox is left.
void Supervisor::end() {
  for (pid_t pid : {bubblewrap_, slirp_}) {
    if (pid > 0) ::kill(pid, SIGKILL);
  }
  if (first_process_.is_open()) {
    syscall(SYS_pidfd_send_signal, first_process_.number(), SIGKILL, nullptr, 0);
    // The first process of a pid namespace ends only when all others are gone.
    pollfd gone{first_process_.number(), POLLIN, 0};
    poll(&gone, 1, kGonePatienceMilliseconds);
  }
  while (waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
  }
}

int run() {
  // Nothing of this process is for its children's eyes: between fork and exec they are in the sandbox.
  prctl(PR_SET_DUMPABLE, 0);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  // A handler rather than SIG_IGN: what is started here does not inherit it.
  signal(SIGPIPE, [](int) {});
  umask(022);
  auto message = receive_message(kServerDescriptor);
  if (!message || message->files.size() < kFirstNamed) return 1;
  auto preparation = decode_preparation(message->words);
  if (!preparation) return 1;
  Supervisor(std::move(*preparation), std::move(message->files)).serve();
  return 0;
}

}  // namespace
}  // namespace stellwerk::sandbox

int main() { return stellwerk::sandbox::run(); }
