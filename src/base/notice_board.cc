#include "base/notice_board.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace stellwerk {
namespace {

std::size_t place_of(std::string_view key, std::size_t places) { return std::hash<std::string_view>{}(key) % places; }

}  // namespace

/// Keeps one who waits on the board, also when the wait leaves by an exception.
struct NoticeBoard::Watching {
  NoticeBoard& board;
  Parking parking = {};
  std::vector<decltype(NoticeBoard::waiting_)::iterator> entries = {};

  ~Watching() {
    std::lock_guard lock(board.mutex_);
    for (auto& entry : entries) board.waiting_.erase(entry);
  }
};

NoticeBoard::Moment NoticeBoard::now() const {
  std::lock_guard lock(mutex_);
  return last_;
}

void NoticeBoard::tell(std::string_view key) {
  std::lock_guard lock(mutex_);
  told_[place_of(key, kPlaces)] = ++last_;
  auto [first, last] = waiting_.equal_range(key);
  // Under the lock: one who sees that he was told takes himself off the board.
  for (auto entry = first; entry != last; ++entry) entry->second->wake();
}

bool NoticeBoard::wait(std::span<const std::string> keys, Moment since, Deadline deadline) {
  Watching watching{*this};
  {
    std::lock_guard lock(mutex_);
    auto was_told = [&](const std::string& key) { return told_[place_of(key, kPlaces)] > since; };
    if (std::ranges::any_of(keys, was_told)) return true;
    for (const std::string& key : keys) watching.entries.push_back(waiting_.emplace(key, &watching.parking));
  }
  return watching.parking.wait_until(deadline);
}

}  // namespace stellwerk
