#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "base/waiting.h"

namespace stellwerk {

/// Where those who wait for something to happen learn that it did: by keys, which both sides agree on. Nothing is
/// stored but who waits, so who is told looks again for himself; being told for nothing is possible, missing
/// something is not (an event count per key).
class NoticeBoard {
 public:
  using Moment = std::uint64_t;

  /// To be asked before looking at what is waited for.
  Moment now() const;
  /// After the change can be seen.
  void tell(std::string_view key);
  /// Returns when a key was told after `since`, which may be already: true. False: the deadline passed.
  bool wait(std::span<const std::string> keys, Moment since, Deadline deadline);

 private:
  struct Watching;
  // Keys that share a place are told for each other, if they come between a look and its wait.
  static constexpr std::size_t kPlaces = 4096;

  mutable std::mutex mutex_;  // of all below
  Moment last_ = 0;
  std::array<Moment, kPlaces> told_{};
  std::multimap<std::string, Parking*, std::less<>> waiting_;
};

}  // namespace stellwerk
