#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"

/// Messages of application/vnd.amazon.eventstream: each with its lengths, headers, payload and two checksums.
/// Source: https://smithy.io/2.0/aws/amazon-eventstream.html
namespace stellwerk::protocol {

inline constexpr std::size_t kEventHeadersBytesLimit = 128 * 1024;
inline constexpr std::size_t kEventPayloadBytesLimit = 16 * 1024 * 1024;

struct EventBytes {
  std::string bytes;
  bool operator==(const EventBytes&) const = default;
};
struct EventUuid {
  std::string bytes;  // 16
  bool operator==(const EventUuid&) const = default;
};

/// The ten types of a header's value: both booleans, int8, int16, int32, int64, bytes, text, time, uuid.
using EventHeaderValue = std::variant<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, EventBytes,
                                      std::string, Timestamp, EventUuid>;

struct EventHeader {
  std::string name;  // ":event-type"; 1 to 255 bytes
  EventHeaderValue value;
};

struct EventMessage {
  std::vector<EventHeader> headers;
  std::string payload;

  /// The text of that header, or "".
  std::string_view text(std::string_view name) const;
};

/// Appends the message. Names and texts longer than the form allows are a bug of the caller's.
void append_event(std::string& out, const EventMessage& message);

/// Takes one message off the front of `rest`. Nothing: more bytes must come first. Error: SerializationException for a
/// wrong length, checksum or header; what follows cannot be read then.
Result<std::optional<EventMessage>> take_event(std::string_view& rest);

/// As services send them: an event of that name with its payload, or an error that ends the stream.
EventMessage event(std::string_view type, std::string_view content_type, std::string payload);
EventMessage event_exception(std::string_view type, std::string_view content_type, std::string payload);

}  // namespace stellwerk::protocol
