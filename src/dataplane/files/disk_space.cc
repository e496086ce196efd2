#include "dataplane/files/disk_space.h"

#include <sys/statvfs.h>

#include <algorithm>

namespace stellwerk::files {

bool is_space_short(int file) {
  struct statvfs facts {};
  if (fstatvfs(file, &facts) != 0) return false;
  std::uint64_t block = facts.f_frsize;
  if (facts.f_blocks != 0 &&
      facts.f_bavail * block < std::min(facts.f_blocks * block / kReservedShare, kReservedBytesMost)) {
    return true;
  }
  // Some file systems do not count inodes.
  return facts.f_files != 0 &&
         facts.f_favail < std::min<std::uint64_t>(kReservedInodes, facts.f_files / kReservedShare);
}

Error disk_full() {
  return {"DiskFull", "The disk has too little room left for this; what is kept free belongs to the server's data",
          507};
}

}  // namespace stellwerk::files
