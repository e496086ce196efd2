#include "dataplane/sandbox/user_id.h"

#include <unistd.h>

#include <fstream>
#include <mutex>
#include <random>
#include <set>

namespace stellwerk::sandbox {
namespace {

// Above what accounts, subordinate ids and systemd's containers and dynamic users are given, and positive as an int.
// Source: https://systemd.io/UIDS-GIDS/
constexpr uid_t kFirst = 0x70000000, kCount = 1 << 20;
// For a server that is root of a container to which only the usual 65,536 ids are mapped: above Debian's own.
constexpr uid_t kFirstOfFew = 65'000, kCountOfFew = 500;

/// Whether this user namespace has a name for all these ids.
bool is_mapped(uid_t first, uid_t count) {
  std::ifstream map("/proc/self/uid_map");
  for (std::uint64_t inside, outside, length; map >> inside >> outside >> length;) {
    if (first >= inside && std::uint64_t{first} + count <= inside + length) return true;
  }
  return false;
}

std::mutex guard;
std::set<uid_t> taken;  // guarded

}  // namespace

UserId::UserId() {
  if (geteuid() != 0) return;
  uid_t first = kFirst, count = kCount;
  if (!is_mapped(first, count)) {
    first = kFirstOfFew;
    count = kCountOfFew;
    // Root of a namespace with a single id is an ordinary user outside.
    if (!is_mapped(first, count)) return;
  }
  // By chance, so that two servers of one host seldom choose the same.
  std::random_device chance;
  std::lock_guard lock(guard);
  uid_t user;
  do {
    user = first + chance() % count;
  } while (!taken.insert(user).second);
  owner_ = files::Owner{user, user};
}

UserId::~UserId() {
  if (!owner_) return;
  std::lock_guard lock(guard);
  taken.erase(owner_->user);
}

}  // namespace stellwerk::sandbox
