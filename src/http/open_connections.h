#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "http/connection.h"

namespace stellwerk::http {

/// The open connections of one listener: how many, and whose. A new one is let in at the cost of the one that has
/// waited longest for its client, so that nobody is shut out by those who only keep connections.
class OpenConnections {
 public:
  explicit OpenConnections(const Limits& limits) : limits_(limits) {}

  /// When the peer has as many as it may, one of its own gives way; when all have, one of the peer with the most.
  /// False: those that could give way are all in the midst of requests.
  bool admit(Watch& watch, const std::string& peer);
  void leave(Watch& watch);
  /// When the process has no descriptor left.
  void evict_one();

  void break_off_late();
  void break_off_idle();
  void break_off_all();
  bool wait_until_none(std::chrono::steady_clock::time_point deadline);

  /// Whom an address stands for: itself, of IPv6 the network of 64 bits that one customer gets.
  static std::string peer_of(const std::string& address);

 private:
  using Watches = std::unordered_set<Watch*>;
  bool evict_of_most();
  bool evict_of(const std::string& peer);
  void forget(Watch& watch);

  const Limits& limits_;
  std::mutex mutex_;  // of all below
  std::condition_variable changed_;
  std::unordered_map<Watch*, std::string> open_;      // whose; "": evicted, about to end
  std::unordered_map<std::string, Watches> counted_;  // by peer, without the evicted
  std::size_t count_ = 0;                             // of those
};

}  // namespace stellwerk::http
