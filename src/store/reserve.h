#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>

namespace stellwerk::store {

/// What the server keeps from all others, to have room when the disk is full.
inline constexpr std::uint64_t kReserveBytes = 32 * 1024 * 1024;
/// With less than this the tables take only what erases something: the rest is for the database to bring its
/// tables into order, without which it cannot free any space.
inline constexpr std::uint64_t kScarceBytes = 16 * 1024 * 1024;
/// With less than this nothing is written.
inline constexpr std::uint64_t kNoRoomBytes = 4 * 1024 * 1024;

enum class Room { ample, scarce, none };

/// A file RESERVE that takes up room, and gives it to the database when there is no other.
class Reserve {
 public:
  /// Makes the file if there is much room, gives its room free if there is little. `bytes` 0: no reserve.
  static std::unique_ptr<Reserve> open(std::filesystem::path directory, std::uint64_t bytes);

  /// What the disk has left now. Ample if that cannot be learned.
  Room room();
  void release();

 private:
  Reserve(std::filesystem::path directory, std::uint64_t bytes);
  void take();

  const std::filesystem::path directory_;
  const std::filesystem::path path_;
  const std::uint64_t bytes_;
  std::mutex mutex_;  // of the two below
  bool is_held_ = false;
  Room last_told_ = Room::ample;
};

}  // namespace stellwerk::store
