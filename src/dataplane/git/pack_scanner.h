#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stellwerk::git {

/// Bounds on what someone else's pack may unpack to.
struct PackLimits {
  std::uint64_t pack_bytes = 2ull << 30;
  std::uint64_t object_bytes = 2ull << 30;
  /// Of an object that is stored as a difference to another: git takes such ones apart in memory. git itself makes
  /// no differences of objects above this (core.bigFileThreshold).
  std::uint64_t delta_object_bytes = 512ull << 20;
  /// All objects together: this many times the pack's own size, looked at above `free_bytes`.
  std::uint64_t ratio = 200;
  std::uint64_t free_bytes = 256ull << 20;
};

/// Follows a pack as it arrives: where it ends, and what its objects unpack to, keeping nothing of it. It does not
/// check contents; `git index-pack` does, once the size is known to be bearable.
/// Source: https://git-scm.com/docs/gitformat-pack
class PackScanner {
 public:
  explicit PackScanner(const PackLimits& limits = {});
  PackScanner(PackScanner&&) noexcept;
  ~PackScanner();

  /// Takes the next bytes and answers how many of them belong to the pack. Errors: InvalidPack (400), PackTooLarge
  /// (413).
  Result<std::size_t> take(std::string_view bytes);
  bool is_complete() const;
  std::uint32_t object_count() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stellwerk::git
