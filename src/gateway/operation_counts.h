#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>

#include "base/result.h"
#include "gateway/dispatcher.h"

namespace stellwerk::gateway {

/// How often each operation was carried out and how long that took, since the start: requests, services' calls and
/// effects alike. No lock: what is counted is known before the first call.
class OperationCounts {
 public:
  struct Count {
    std::atomic<std::uint64_t> succeeded{0};
    std::atomic<std::uint64_t> refused{0};  // answered 4xx
    std::atomic<std::uint64_t> failed{0};   // answered 5xx
    std::atomic<std::uint64_t> microseconds{0};
  };

  /// Every operation of `dispatcher`. Before the first call, once.
  void follow(const Dispatcher& dispatcher);
  /// `error`: null if it succeeded. What is not followed is not counted.
  void note(const ports::BoundOperation& operation, const Error* error, std::chrono::steady_clock::duration took);
  /// Those called so far, in the order of the services and their operations.
  void for_each_called(
      const std::function<void(const ports::BoundService&, const ports::BoundOperation&, const Count&)>& tell) const;

 private:
  std::map<const ports::BoundOperation*, Count> counts_;
  const Dispatcher* dispatcher_ = nullptr;
};

}  // namespace stellwerk::gateway
