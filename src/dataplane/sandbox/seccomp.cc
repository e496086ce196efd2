#include "dataplane/sandbox/seccomp.h"

#include <linux/falloc.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>

namespace stellwerk::sandbox {
namespace {

// ptrace and process_vm_readv are not here: the pid namespace leaves only the command's own processes to look
// at, and leak checkers and debuggers in tests need them.
constexpr const char* kRefused[] = {
    // file systems and roots
    "mount",
    "umount",
    "umount2",
    "pivot_root",
    "chroot",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "open_tree",
    "move_mount",
    "mount_setattr",
    "open_by_handle_at",
    "swapon",
    "swapoff",
    "quotactl",
    "quotactl_fd",
    // namespaces
    "unshare",
    "setns",
    // the kernel itself
    "init_module",
    "finit_module",
    "delete_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "bpf",
    "perf_event_open",
    "lookup_dcookie",
    "acct",
    "syslog",
    "iopl",
    "ioperm",
    "vhangup",
    "nfsservctl",
    "uselib",
    "userfaultfd",
    "kcmp",
    "vm86",
    "vm86old",
    "modify_ldt",
    "sysfs",
    "ustat",
    // the kernel's key rings are shared with the host
    "keyctl",
    "add_key",
    "request_key",
    // the host's clock
    "settimeofday",
    "stime",
    "clock_settime",
    "clock_settime64",
    "clock_adjtime",
    "adjtimex",
    // memory placement on the host
    "mbind",
    "migrate_pages",
    "move_pages",
    "set_mempolicy",
    "fanotify_init",
};

// Tried first by libraries that fall back to an older call.
constexpr const char* kUnknown[] = {"clone3", "io_uring_setup", "io_uring_enter", "io_uring_register"};

constexpr std::uint64_t kNewNamespaces =
    CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

Error unavailable(int code) {
  return {"SandboxUnavailable", std::string("The sandbox's system call filter cannot be made: ") + std::strerror(code),
          500};
}

}  // namespace

Result<Descriptor> seccomp_program() {
  std::unique_ptr<void, void (*)(void*)> filter(seccomp_init(SCMP_ACT_ALLOW), seccomp_release);
  if (!filter) return unavailable(ENOMEM);
  auto refuse = [&](const char* name, int code) {
    int number = seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR) return;  // this architecture or release does not have it
    seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(static_cast<std::uint32_t>(code)), number, 0);
  };
  for (const char* name : kRefused) refuse(name, EPERM);
  for (const char* name : kUnknown) refuse(name, ENOSYS);
  for (std::uint64_t bit = 1; bit != 0 && bit <= kNewNamespaces; bit <<= 1) {
    if (!(kNewNamespaces & bit)) continue;
    seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, bit, bit));
  }
  // Takes any amount of disk in no time, before anyone could see it; libraries write zeros instead.
  seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EOPNOTSUPP), SCMP_SYS(fallocate), 1,
                   SCMP_A1(SCMP_CMP_MASKED_EQ, FALLOC_FL_PUNCH_HOLE, 0));
  // Typing into the terminal of whoever started the server.
  for (std::uint64_t request : {std::uint64_t{TIOCSTI}, std::uint64_t{TIOCLINUX}}) {
    seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
                     SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffu, request));
  }
  // A virtual machine's line to its hypervisor is outside every network namespace.
  for (std::uint64_t family : {std::uint64_t{AF_VSOCK}, std::uint64_t{AF_ALG}}) {
    seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, family));
  }
  Descriptor file(memfd_create("stellwerk-seccomp", MFD_CLOEXEC));
  if (!file.is_open()) return unavailable(errno);
  if (int failed = seccomp_export_bpf(filter.get(), file.number()); failed < 0) return unavailable(-failed);
  lseek(file.number(), 0, SEEK_SET);
  return file;
}

}  // namespace stellwerk::sandbox
