#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <span>

#include "dataplane/sandbox/box.h"
#include "dataplane/sandbox/supervisor/child.h"

namespace stellwerk::sandbox {
namespace {

constexpr int kNamespaces = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;

void give_up_power() {
  for (int capability = 0; prctl(PR_CAPBSET_READ, capability) >= 0; ++capability) {
    if (prctl(PR_CAPBSET_DROP, capability) != 0) give_up("the bounding set");
  }
  __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2] = {};
  if (syscall(SYS_capset, &head, none) != 0) give_up("the capabilities");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) give_up("no new privileges");
}

void filter_system_calls(const std::string& program) {
  std::vector<sock_filter> instructions(program.size() / sizeof(sock_filter));
  program.copy(reinterpret_cast<char*>(instructions.data()), instructions.size() * sizeof(sock_filter));
  sock_fprog filter{static_cast<unsigned short>(instructions.size()), instructions.data()};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) give_up("the system call filter");
}

/// A file in memory that nobody can change, not even a process of the same user that waits for it.
int sealed_script(const std::string& text) {
  int file = memfd_create("command", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  std::size_t done = 0;
  while (file >= 0 && done < text.size()) {
    ssize_t count = write(file, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) give_up("the command's script");
    done += static_cast<std::size_t>(count);
  }
  if (file < 0 || fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    give_up("the command's script");
  return file;
}

/// They point into the texts.
std::vector<char*> pointers(std::span<const std::string> texts) {
  std::vector<char*> out;
  for (const std::string& text : texts) out.push_back(const_cast<char*>(text.c_str()));
  out.push_back(nullptr);
  return out;
}

[[noreturn]] void become_command(const Preparation& preparation, const Command& command) {
  if (setresgid(kInnerUserId, kInnerUserId, kInnerUserId) != 0 ||
      setresuid(kInnerUserId, kInnerUserId, kInnerUserId) != 0)
    give_up("the user id");
  give_up_power();
  setsid();
  umask(022);
  if (chdir(preparation.working_directory.c_str()) != 0 && chdir("/") != 0) give_up("the working directory");
  // The first argument is the program's path, the second its name as it sees it.
  std::vector<char*> arguments = pointers(std::span(command.arguments).subspan(1));
  std::vector<char*> environment = pointers(preparation.environment);
  filter_system_calls(*command.seccomp_program);
  execve(command.arguments.front().c_str(), arguments.data(), environment.data());
  give_up("the shell");
}

}  // namespace

pid_t start_command(const Preparation& preparation, const Command& command) {
  pid_t child = fork();
  if (child != 0) return child;
  die_with_parent();
  take_limits(preparation);
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  hold_only({nothing, command.output, command.errors, sealed_script(command.script), command.namespaces});
  if (preparation.host_user && setgroups(0, nullptr) != 0) give_up("setgroups");
  constexpr int kNamespacesDescriptor = kScriptDescriptor + 1;
  // A cgroup namespace is there where the host allows one.
  if (setns(kNamespacesDescriptor, kNamespaces | CLONE_NEWCGROUP) != 0 &&
      setns(kNamespacesDescriptor, kNamespaces) != 0)
    give_up("the sandbox has ended");
  close(kNamespacesDescriptor);
  pid_t inside = fork();
  if (inside < 0) give_up("fork");
  if (inside == 0) become_command(preparation, command);
  int status = 0;
  while (waitpid(inside, &status, 0) < 0 && errno == EINTR) {
  }
  _exit(shell_status(status));
}

}  // namespace stellwerk::sandbox
