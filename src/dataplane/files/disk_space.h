#pragma once
#include <cstdint>

#include "base/result.h"

namespace stellwerk::files {

/// What builds and other work leave free on a file system, so that the store can always write: this much of it, but
/// not more than the bytes.
inline constexpr std::uint64_t kReservedShare = 20;  // one part in twenty
inline constexpr std::uint64_t kReservedBytesMost = 1ull << 30;
inline constexpr std::uint64_t kReservedInodes = 2000;

/// Whether the file system of this open file has no more than its reserve left, in bytes or in inodes.
bool is_space_short(int file);

/// Code DiskFull.
Error disk_full();

}  // namespace stellwerk::files
