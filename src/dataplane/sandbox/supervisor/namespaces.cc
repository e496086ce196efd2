// The namespaces around bubblewrap: a user namespace in which it may mount, a mount namespace in which the box lies
// under a path that tells nothing, and a network namespace.
#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dataplane/sandbox/box.h"
#include "dataplane/sandbox/message.h"
#include "dataplane/sandbox/supervisor/child.h"

namespace stellwerk::sandbox {
namespace {

/// /var: there on every Debian, and nothing of it is shown inside.
void mount_box() {
  if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) give_up("private mounts");
  if (mount("tmpfs", "/var", "tmpfs", MS_NOSUID | MS_NODEV, "size=64k,nr_inodes=16,mode=755") != 0)
    give_up("a place for the box");
  if (mkdir("/var/empty", 0755) != 0 || mkdir(kBoxMountPoint, 0755) != 0) give_up("a place for the box");
  // As an overlay, and not bound there: /proc/self/mountinfo tells where on the host a bound directory lies.
  std::string options =
      std::string("lowerdir=/var/empty,upperdir=") + kShownPart + ",workdir=" + kHiddenPart + ",userxattr";
  if (mount("overlay", kBoxMountPoint, "overlay", MS_NOSUID | MS_NODEV, options.c_str()) == 0) return;
  // A file system that cannot be an overlay's.
  if (mount(kShownPart, kBoxMountPoint, nullptr, MS_BIND, nullptr) != 0) give_up("the box");
}

}  // namespace

void become_bubblewrap(const Preparation& preparation, int box, int conversation, const std::vector<int>& files) {
  die_with_parent();
  prctl(PR_SET_DUMPABLE, 1);  // so that its user ids can be mapped; there is no command yet
  take_limits(preparation);
  if (preparation.host_user && setgroups(0, nullptr) != 0) give_up("setgroups");
  std::vector<std::uint32_t> closed = host_addresses();
  if (fchdir(box) != 0) give_up("the box");
  if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) != 0) give_up("namespaces are refused on this host");
  char byte = 0;
  if (write(conversation, &byte, 1) != 1 || read(conversation, &byte, 1) != 1) _exit(1);
  if (setresgid(0, 0, 0) != 0 || setresuid(0, 0, 0) != 0) give_up("the user id");
  die_with_parent();
  mount_box();
  if (!send_message(conversation, {word::kReady}, furnish_network(preparation.doors, closed))) _exit(1);
  hold_only(files);
  std::string arguments = std::to_string(kArgumentsDescriptor);
  const char* const words[] = {"bwrap", "--args", arguments.c_str(), "--", "/usr/bin/cat", nullptr};
  const char* const nothing[] = {nullptr};
  execve(preparation.bubblewrap.c_str(), const_cast<char* const*>(words), const_cast<char* const*>(nothing));
  give_up("bubblewrap");
}

}  // namespace stellwerk::sandbox
