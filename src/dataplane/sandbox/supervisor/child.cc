#include "dataplane/sandbox/supervisor/child.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace stellwerk::sandbox {
namespace {

constexpr int kCannotStart = 126;

void limit(int resource, rlim_t value) {
  rlimit wanted{value, value};
  setrlimit(static_cast<__rlimit_resource>(resource), &wanted);
}

}  // namespace

void give_up(const char* what) {
  std::string text = std::string(what) + ": " + std::strerror(errno) + "\n";
  [[maybe_unused]] auto written = write(2, text.data(), text.size());
  _exit(kCannotStart);
}

void die_with_parent() { prctl(PR_SET_PDEATHSIG, SIGKILL); }

void take_limits(const Preparation& preparation) {
  for (const std::string& file : preparation.membership_files) {
    int group = open(file.c_str(), O_WRONLY | O_CLOEXEC);
    if (group < 0 || write(group, "0", 1) != 1) give_up("the control group");
    close(group);
  }
  if (!preparation.membership_files.empty()) return;
  // Not RLIMIT_AS: node and Go reserve address space that they never touch.
  limit(RLIMIT_DATA, preparation.limits.memory_bytes);
  limit(RLIMIT_NPROC, preparation.limits.processes);
}

void hold_only(const std::vector<int>& files) {
  constexpr int kAbove = 64;
  std::vector<int> moved;
  for (int file : files) moved.push_back(fcntl(file, F_DUPFD_CLOEXEC, kAbove));
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (moved[i] < 0 || dup2(moved[i], static_cast<int>(i)) < 0) give_up("descriptors");
  }
  syscall(SYS_close_range, static_cast<unsigned>(files.size()), ~0u, 0);
}

int shell_status(int wait_status) {
  return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}

}  // namespace stellwerk::sandbox
