#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>

#include "dataplane/files/directory.h"

namespace stellwerk::files {
namespace {

constexpr int kDescriptorsAtOnce = 64;
constexpr int kRoundsLimit = 1'000'000;

/// For reading and changing, whatever its mode was; not if it is a link.
Descriptor open_writable(int parent, const char* name) {
  Descriptor found(openat(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!found.is_open()) return {};
  std::string same = "/proc/self/fd/" + std::to_string(found.number());
  chmod(same.c_str(), 0700);
  return Descriptor(open(same.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

/// Empties one tree with a bounded number of descriptors: a directory that lies too deep is moved to the top and
/// emptied in a later round.
struct Removal {
  int top;
  int moved = 0;
  bool has_moved = false;

  void empty(Descriptor directory, int depth) {
    std::unique_ptr<DIR, int (*)(DIR*)> open(fdopendir(directory.number()), closedir);
    if (!open) return;
    directory.release();
    int number = dirfd(open.get());
    while (dirent* entry = readdir(open.get())) {
      std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      struct stat facts {};
      if (fstatat(number, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0) continue;
      if (!S_ISDIR(facts.st_mode)) {
        unlinkat(number, name.c_str(), 0);
        continue;
      }
      Descriptor inner = open_writable(number, name.c_str());
      if (depth >= kDescriptorsAtOnce) {
        move_up(number, name);
        continue;
      }
      if (inner.is_open()) empty(std::move(inner), depth + 1);
      unlinkat(number, name.c_str(), AT_REMOVEDIR);
    }
  }

  void move_up(int parent, const std::string& name) {
    std::string to = "removed-" + std::to_string(++moved);
    // Should the name be taken, then until its owner is emptied in this round.
    if (renameat(parent, name.c_str(), top, to.c_str()) == 0 || errno == EEXIST || errno == ENOTEMPTY) has_moved = true;
  }
};

}  // namespace

void remove_tree(const std::filesystem::path& directory) {
  Descriptor top = open_writable(AT_FDCWD, directory.c_str());
  Removal removal{top.number()};
  for (int round = 0; top.is_open() && round < kRoundsLimit; ++round) {
    removal.has_moved = false;
    removal.empty(Descriptor(openat(top.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)), 0);
    if (!removal.has_moved) break;
  }
  if (!top.is_open() || rmdir(directory.c_str()) != 0) unlink(directory.c_str());
}

}  // namespace stellwerk::files
