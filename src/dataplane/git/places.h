#pragma once
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "base/waiting.h"

namespace stellwerk::git {

/// A number of places, given out in order of arrival. Who waits for one holds no thread.
class Places {
 public:
  explicit Places(int count) : free_(count) {}

  /// One of the places, given back with this object.
  class Place {
   public:
    explicit Place(Places& places) : places_(&places) {}
    Place(Place&& other) noexcept : places_(std::exchange(other.places_, nullptr)) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (places_) places_->give_back();
    }

   private:
    Places* places_;
  };

  /// Nothing: the deadline passed.
  std::optional<Place> take(Deadline deadline);

 private:
  struct Waiter;
  void give_back();

  std::mutex mutex_;  // of all below
  int free_;
  std::deque<Waiter*> queue_;
};

}  // namespace stellwerk::git
