#include "protocol/event_stream.h"

#include <bit>
#include <limits>
#include <type_traits>

#include "base/assert.h"
#include "base/digest.h"

namespace stellwerk::protocol {
namespace {

constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kPreludeBytes = 8;  // the two lengths
constexpr std::size_t kFrameBytes = kPreludeBytes + 2 * kChecksumBytes;
constexpr std::size_t kUuidBytes = 16;
constexpr std::size_t kHeaderNameBytesLimit = 255;

enum class HeaderType : std::uint8_t { yes, no, int8, int16, int32, int64, bytes, text, time, uuid };

Error malformed_event(std::string what) {
  return Error{"SerializationException", "The event stream is not valid: " + std::move(what), 400};
}

template <class Number>
void append_number(std::string& out, Number number) {
  auto bits = static_cast<std::make_unsigned_t<Number>>(number);
  for (int shift = (sizeof(Number) - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(bits >> shift);
}

/// The bytes must be there.
template <class Number>
Number take_number(std::string_view& rest) {
  std::make_unsigned_t<Number> bits = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    bits = static_cast<decltype(bits)>((std::uint64_t{bits} << 8) | static_cast<unsigned char>(rest[i]));
  }
  rest.remove_prefix(sizeof(Number));
  return static_cast<Number>(bits);
}

void append_type(std::string& out, HeaderType type) { out += static_cast<char>(type); }

void append_sized(std::string& out, std::string_view bytes) {
  STELLWERK_ASSERT(bytes.size() <= std::numeric_limits<std::uint16_t>::max());
  append_number(out, static_cast<std::uint16_t>(bytes.size()));
  out += bytes;
}

struct ValueWriter {
  std::string& out;
  void operator()(bool value) { append_type(out, value ? HeaderType::yes : HeaderType::no); }
  void operator()(std::int8_t value) { number(HeaderType::int8, value); }
  void operator()(std::int16_t value) { number(HeaderType::int16, value); }
  void operator()(std::int32_t value) { number(HeaderType::int32, value); }
  void operator()(std::int64_t value) { number(HeaderType::int64, value); }
  void operator()(Timestamp value) { number(HeaderType::time, value.milliseconds); }
  void operator()(const EventBytes& value) { sized(HeaderType::bytes, value.bytes); }
  void operator()(const std::string& value) { sized(HeaderType::text, value); }
  void operator()(const EventUuid& value) {
    STELLWERK_ASSERT(value.bytes.size() == kUuidBytes);
    append_type(out, HeaderType::uuid);
    out += value.bytes;
  }

 private:
  template <class Number>
  void number(HeaderType type, Number value) {
    append_type(out, type);
    append_number(out, value);
  }
  void sized(HeaderType type, std::string_view bytes) {
    append_type(out, type);
    append_sized(out, bytes);
  }
};

/// How many bytes a value of that type has, those of its own length not counted; nothing: it tells its length itself.
std::optional<std::size_t> fixed_size(HeaderType type) {
  switch (type) {
    case HeaderType::yes:
    case HeaderType::no: return 0;
    case HeaderType::int8: return 1;
    case HeaderType::int16: return 2;
    case HeaderType::int32: return 4;
    case HeaderType::int64:
    case HeaderType::time: return 8;
    case HeaderType::uuid: return kUuidBytes;
    case HeaderType::bytes:
    case HeaderType::text: break;
  }
  return std::nullopt;
}

Result<std::string_view> take_bytes(std::string_view& rest, std::size_t size) {
  if (rest.size() < size) return malformed_event("a header ends too early");
  std::string_view taken = rest.substr(0, size);
  rest.remove_prefix(size);
  return taken;
}

Result<EventHeaderValue> take_value(std::string_view& rest) {
  const auto code = static_cast<std::uint8_t>(TRY(take_bytes(rest, 1))[0]);
  if (code > static_cast<std::uint8_t>(HeaderType::uuid)) return malformed_event("a header's type is unknown");
  const auto type = static_cast<HeaderType>(code);
  std::optional<std::size_t> size = fixed_size(type);
  if (!size) {
    std::string_view length = TRY(take_bytes(rest, sizeof(std::uint16_t)));
    size = take_number<std::uint16_t>(length);
  }
  std::string_view value = TRY(take_bytes(rest, *size));
  switch (type) {
    case HeaderType::yes: return true;
    case HeaderType::no: return false;
    case HeaderType::int8: return take_number<std::int8_t>(value);
    case HeaderType::int16: return take_number<std::int16_t>(value);
    case HeaderType::int32: return take_number<std::int32_t>(value);
    case HeaderType::int64: return take_number<std::int64_t>(value);
    case HeaderType::time: return Timestamp{take_number<std::int64_t>(value)};
    case HeaderType::uuid: return EventUuid{std::string(value)};
    case HeaderType::bytes: return EventBytes{std::string(value)};
    case HeaderType::text: break;
  }
  return std::string(value);
}

Result<std::vector<EventHeader>> headers_in(std::string_view bytes) {
  std::vector<EventHeader> out;
  while (!bytes.empty()) {
    const auto size = static_cast<std::uint8_t>(TRY(take_bytes(bytes, 1))[0]);
    if (size == 0) return malformed_event("a header has no name");
    std::string name(TRY(take_bytes(bytes, size)));
    out.push_back({std::move(name), TRY(take_value(bytes))});
  }
  return out;
}

}  // namespace

std::string_view EventMessage::text(std::string_view name) const {
  for (const EventHeader& header : headers) {
    const auto* value = header.name == name ? std::get_if<std::string>(&header.value) : nullptr;
    if (value != nullptr) return *value;
  }
  return {};
}

void append_event(std::string& out, const EventMessage& message) {
  std::string headers;
  for (const EventHeader& header : message.headers) {
    STELLWERK_ASSERT(!header.name.empty() && header.name.size() <= kHeaderNameBytesLimit);
    headers += static_cast<char>(header.name.size());
    headers += header.name;
    std::visit(ValueWriter{headers}, header.value);
  }
  STELLWERK_ASSERT(headers.size() <= kEventHeadersBytesLimit && message.payload.size() <= kEventPayloadBytesLimit);
  std::string frame;
  frame.reserve(kFrameBytes + headers.size() + message.payload.size());
  append_number(frame, static_cast<std::uint32_t>(kFrameBytes + headers.size() + message.payload.size()));
  append_number(frame, static_cast<std::uint32_t>(headers.size()));
  append_number(frame, crc32(0, frame));
  frame += headers;
  frame += message.payload;
  append_number(frame, crc32(0, frame));
  out += frame;
}

Result<std::optional<EventMessage>> take_event(std::string_view& rest) {
  if (rest.size() < kPreludeBytes + kChecksumBytes) return std::optional<EventMessage>();
  std::string_view prelude = rest.substr(0, kPreludeBytes + kChecksumBytes);
  const std::uint32_t prelude_checksum = crc32(0, prelude.substr(0, kPreludeBytes));
  const std::size_t size = take_number<std::uint32_t>(prelude);
  const std::size_t headers_size = take_number<std::uint32_t>(prelude);
  if (take_number<std::uint32_t>(prelude) != prelude_checksum) return malformed_event("a prelude's checksum is wrong");
  if (headers_size > kEventHeadersBytesLimit || size < kFrameBytes + headers_size ||
      size - kFrameBytes - headers_size > kEventPayloadBytesLimit) {
    return malformed_event("a message's length is out of bounds");
  }
  if (rest.size() < size) return std::optional<EventMessage>();
  std::string_view frame = rest.substr(0, size);
  std::string_view checksum = frame.substr(size - kChecksumBytes);
  frame.remove_suffix(kChecksumBytes);
  if (take_number<std::uint32_t>(checksum) != crc32(0, frame)) return malformed_event("a message's checksum is wrong");
  frame.remove_prefix(kPreludeBytes + kChecksumBytes);
  EventMessage message{TRY(headers_in(frame.substr(0, headers_size))), std::string(frame.substr(headers_size))};
  rest.remove_prefix(size);
  return std::optional<EventMessage>(std::move(message));
}

EventMessage event(std::string_view type, std::string_view content_type, std::string payload) {
  return {{{":message-type", std::string("event")},
           {":event-type", std::string(type)},
           {":content-type", std::string(content_type)}},
          std::move(payload)};
}

EventMessage event_exception(std::string_view type, std::string_view content_type, std::string payload) {
  return {{{":message-type", std::string("exception")},
           {":exception-type", std::string(type)},
           {":content-type", std::string(content_type)}},
          std::move(payload)};
}

}  // namespace stellwerk::protocol
