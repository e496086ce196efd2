#include "dataplane/git/places.h"

namespace stellwerk::git {

struct Places::Waiter {
  explicit Waiter(Places& given) : places(given) {}
  // A fiber may be ended where it waits: neither the queue nor a place handed to it may be left behind.
  ~Waiter() {
    std::unique_lock lock(places.mutex_);
    std::erase(places.queue_, this);
    bool is_unused = has_place && !is_kept;
    lock.unlock();
    if (is_unused) places.give_back();
  }

  Places& places;
  Parking parking;
  bool has_place = false;  // guarded by places.mutex_
  bool is_kept = false;    // by the one who waited
};

std::optional<Places::Place> Places::take(Deadline deadline) {
  Waiter waiter(*this);
  {
    std::lock_guard lock(mutex_);
    if (free_ > 0) {
      --free_;
      return Place(*this);
    }
    queue_.push_back(&waiter);
  }
  waiter.parking.wait_until(deadline);
  std::lock_guard lock(mutex_);
  if (!waiter.has_place) return std::nullopt;
  waiter.is_kept = true;
  return Place(*this);
}

void Places::give_back() {
  std::lock_guard lock(mutex_);
  if (queue_.empty()) {
    ++free_;
    return;
  }
  Waiter* next = queue_.front();
  queue_.pop_front();
  next->has_place = true;
  next->parking.wake();
}

}  // namespace stellwerk::git
