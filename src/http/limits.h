#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace stellwerk::http {

inline constexpr std::size_t kHeaderBytesLimit = 64 * 1024;  // request line and all fields
inline constexpr std::size_t kHeaderCountLimit = 200;
inline constexpr std::size_t kTargetBytesLimit = 16 * 1024;
inline constexpr std::size_t kConnectionLimit = 4096;          // per listener
inline constexpr std::size_t kConnectionsPerPeerLimit = 1024;  // of those; a peer is an address, see OpenConnections
inline constexpr std::size_t kRequestsPerConnectionLimit = 100'000;
inline constexpr std::uint64_t kDrainBytesLimit = 256 * 1024;  // of a body that the endpoint did not read
inline constexpr std::chrono::milliseconds kHandshakeTimeout{10'000};
inline constexpr std::chrono::milliseconds kHeaderTimeout{15'000};  // from the first byte to the last of the head
inline constexpr std::chrono::milliseconds kIdleTimeout{75'000};    // between requests
inline constexpr std::chrono::milliseconds kBodyIdleTimeout{30'000};
inline constexpr std::chrono::milliseconds kBodyGrace{60'000};  // the least rate counts after this long
inline constexpr std::uint64_t kBodyBytesPerSecondLeast = 1024;
inline constexpr std::chrono::milliseconds kWriteTimeout{60'000};  // without a byte taken by the peer
inline constexpr std::chrono::milliseconds kLingerTimeout{2'000};  // for the peer to read a last answer

/// What a listener bears. Tests set smaller ones.
struct Limits {
  std::size_t header_bytes = kHeaderBytesLimit;
  std::size_t header_count = kHeaderCountLimit;
  std::size_t target_bytes = kTargetBytesLimit;
  std::size_t connections = kConnectionLimit;
  std::size_t connections_per_peer = kConnectionsPerPeerLimit;
  std::size_t requests_per_connection = kRequestsPerConnectionLimit;
  std::uint64_t drain_bytes = kDrainBytesLimit;
  std::chrono::milliseconds handshake_timeout = kHandshakeTimeout;
  std::chrono::milliseconds header_timeout = kHeaderTimeout;
  std::chrono::milliseconds idle_timeout = kIdleTimeout;
  std::chrono::milliseconds body_idle_timeout = kBodyIdleTimeout;
  std::chrono::milliseconds body_grace = kBodyGrace;
  std::uint64_t body_bytes_per_second_least = kBodyBytesPerSecondLeast;
  std::chrono::milliseconds write_timeout = kWriteTimeout;
  std::chrono::milliseconds linger_timeout = kLingerTimeout;
};

}  // namespace stellwerk::http
