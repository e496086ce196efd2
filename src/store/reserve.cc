#include "store/reserve.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <optional>
#include <string>

#include "base/log.h"

namespace stellwerk::store {
namespace {

// The reserve is taken back only when nobody will miss it.
constexpr std::uint64_t kAmpleReserves = 4;

std::optional<std::uint64_t> free_bytes(const std::filesystem::path& directory) {
  struct statvfs status {};
  if (::statvfs(directory.c_str(), &status) != 0) return std::nullopt;
  return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

}  // namespace

Reserve::Reserve(std::filesystem::path directory, std::uint64_t bytes)
    : directory_(std::move(directory)), path_(directory_ / "RESERVE"), bytes_(bytes) {
  struct stat status {};
  is_held_ = ::stat(path_.c_str(), &status) == 0;
}

std::unique_ptr<Reserve> Reserve::open(std::filesystem::path directory, std::uint64_t bytes) {
  std::unique_ptr<Reserve> out(new Reserve(std::move(directory), bytes));
  auto left = free_bytes(out->directory_);
  if (left && *left < kScarceBytes) out->release();
  if (left && *left >= kAmpleReserves * bytes) out->take();
  return out;
}

void Reserve::take() {
  std::lock_guard lock(mutex_);
  if (is_held_ || bytes_ == 0) return;
  int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return;
  is_held_ = ::fallocate(file, 0, 0, static_cast<off_t>(bytes_)) == 0;
  ::close(file);
  if (!is_held_) ::unlink(path_.c_str());
}

void Reserve::release() {
  std::lock_guard lock(mutex_);
  if (!is_held_) return;
  is_held_ = ::unlink(path_.c_str()) != 0;
  if (!is_held_) log::warning("The disk of " + directory_.string() + " is nearly full: the reserve is used");
}

Room Reserve::room() {
  auto left = free_bytes(directory_);
  Room room = Room::ample;
  if (left && *left < kScarceBytes) room = *left < kNoRoomBytes ? Room::none : Room::scarce;
  std::lock_guard lock(mutex_);
  if (room != last_told_) {
    const std::string of_disk = " the disk of " + directory_.string();
    if (room == Room::ample) log::info("There is room again on" + of_disk);
    if (room == Room::scarce) log::error("Little room is left on" + of_disk + ": only what frees some is taken");
    if (room == Room::none) log::error("No room is left on" + of_disk + ": nothing is written until there is some");
    last_told_ = room;
  }
  return room;
}

}  // namespace stellwerk::store
