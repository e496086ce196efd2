#include "http/open_connections.h"

#include <arpa/inet.h>

#include <algorithm>

namespace stellwerk::http {

std::string OpenConnections::peer_of(const std::string& address) {
  constexpr std::size_t kNetworkBytes = 8;
  in6_addr parsed{};
  if (inet_pton(AF_INET6, address.c_str(), &parsed) != 1) return address;
  return std::string(reinterpret_cast<const char*>(parsed.s6_addr), kNetworkBytes);
}

bool OpenConnections::admit(Watch& watch, const std::string& peer) {
  std::lock_guard lock(mutex_);
  // The evicted still hold a descriptor until their fibers have seen it.
  if (open_.size() >= 2 * limits_.connections) return false;
  auto own = counted_.find(peer);
  if (own != counted_.end() && own->second.size() >= limits_.connections_per_peer) {
    if (!evict_of(peer)) return false;
  } else if (count_ >= limits_.connections) {
    if (!evict_of_most()) return false;
  }
  open_.emplace(&watch, peer);
  counted_[peer].insert(&watch);
  ++count_;
  return true;
}

void OpenConnections::evict_one() {
  std::lock_guard lock(mutex_);
  evict_of_most();
}

bool OpenConnections::evict_of_most() {
  auto most = std::ranges::max_element(counted_, {}, [](const auto& entry) { return entry.second.size(); });
  return most != counted_.end() && evict_of(std::string(most->first));
}

bool OpenConnections::evict_of(const std::string& peer) {
  const Watches& watches = counted_.at(peer);
  auto longest = std::ranges::min_element(watches, {}, [](Watch* watch) { return watch->waiting_since(); });
  if (longest == watches.end() || (*longest)->waiting_since() == Watch::kNotWaiting) return false;
  Watch& evicted = **longest;
  forget(evicted);
  evicted.break_off();
  return true;
}

void OpenConnections::forget(Watch& watch) {
  std::string& peer = open_.at(&watch);
  if (peer.empty()) return;
  auto found = counted_.find(peer);
  found->second.erase(&watch);
  if (found->second.empty()) counted_.erase(found);
  peer.clear();
  --count_;
}

void OpenConnections::leave(Watch& watch) {
  std::lock_guard lock(mutex_);
  forget(watch);
  open_.erase(&watch);
  changed_.notify_all();
}

void OpenConnections::break_off_late() {
  std::lock_guard lock(mutex_);
  auto now = std::chrono::steady_clock::now();
  for (const auto& [watch, peer] : open_) watch->break_off_if_late(now);
}

void OpenConnections::break_off_idle() {
  std::lock_guard lock(mutex_);
  for (const auto& [watch, peer] : open_) watch->break_off_if_idle();
}

void OpenConnections::break_off_all() {
  std::lock_guard lock(mutex_);
  for (const auto& [watch, peer] : open_) watch->break_off();
}

bool OpenConnections::wait_until_none(std::chrono::steady_clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, deadline, [&] { return open_.empty(); });
}

}  // namespace stellwerk::http
