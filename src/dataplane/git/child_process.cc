#include "dataplane/git/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace stellwerk::git {
namespace {

struct Pipe {
  Descriptor read_end, write_end;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return Error{"GitFailed", std::string("No pipe: ") + strerror(errno), 500};
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

Descriptor unblocked(Descriptor ours) {
  fcntl(ours.number(), F_SETFL, O_NONBLOCK);
  return ours;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

void limit(pid_t pid, __rlimit_resource what, rlim_t most) {
  rlimit both{most, most};
  prlimit(pid, what, &both, nullptr);
}

}  // namespace

Result<ChildProcess> ChildProcess::start(std::vector<std::string> command, std::vector<std::string> environment,
                                         const Limits& limits) {
  Pipe input = TRY(make_pipe()), output = TRY(make_pipe()), complaint = TRY(make_pipe());
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input.read_end.number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output.write_end.number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, complaint.write_end.number(), STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setpgroup(&attributes, 0);
  sigset_t none, usual;
  sigemptyset(&none);
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);  // so that it ends when nobody reads it, as after the server's death
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  ChildProcess child;
  int failed = posix_spawnp(&child.pid_, command[0].c_str(), &actions, &attributes, pointers(command).data(),
                            pointers(environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    child.pid_ = -1;
    return Error{"GitMissing",
                 command[0] + " could not be started (" + strerror(failed) + "); install the package of that name",
                 500};
  }
  limit(child.pid_, RLIMIT_CPU, static_cast<rlim_t>(limits.processor_time.count()));
  limit(child.pid_, RLIMIT_DATA, limits.memory_bytes);
  limit(child.pid_, RLIMIT_CORE, 0);
  child.end_ = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, child.pid_, 0)));
  child.input = unblocked(std::move(input.write_end));
  child.output = unblocked(std::move(output.read_end));
  child.complaint = unblocked(std::move(complaint.read_end));
  return child;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : input(std::move(other.input)),
      output(std::move(other.output)),
      complaint(std::move(other.complaint)),
      pid_(std::exchange(other.pid_, -1)),
      end_(std::move(other.end_)) {}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) exit_status();
}

int ChildProcess::exit_status() {
  siginfo_t ended{};
  bool has_ended =
      waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid != 0;
  // The group outlives its leader until it is reaped, so this reaches what the command started and left behind.
  kill(-pid_, SIGKILL);
  if (!has_ended) kill(pid_, SIGKILL);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace stellwerk::git
