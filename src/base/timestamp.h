#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stellwerk {

/// A moment in UTC, counted in milliseconds since 1970-01-01T00:00:00Z.
struct Timestamp {
  std::int64_t milliseconds = 0;
  auto operator<=>(const Timestamp&) const = default;
  double seconds() const { return static_cast<double>(milliseconds) / 1000.0; }
  Timestamp plus_seconds(std::int64_t seconds) const { return {milliseconds + seconds * 1000}; }
  Timestamp plus_milliseconds(std::int64_t more) const { return {milliseconds + more}; }
};

/// "2026-11-23T06:30:00Z"; with fractions "2026-11-23T06:30:00.123Z".
std::string to_iso8601(Timestamp time);
std::string to_iso8601_milliseconds(Timestamp time);
/// "Mon, 23 Nov 2026 06:30:00 GMT" (RFC 7231).
std::string to_http_date(Timestamp time);
/// "20261123T063000Z", the form SigV4 uses.
std::string to_basic_iso8601(Timestamp time);

std::optional<Timestamp> from_iso8601(std::string_view text);
std::optional<Timestamp> from_http_date(std::string_view text);
std::optional<Timestamp> from_basic_iso8601(std::string_view text);

/// Time is handed in, so that a test can set it.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

/// The host's clock.
class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

}  // namespace stellwerk
