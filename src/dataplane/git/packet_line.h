#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/byte_source.h"
#include "base/result.h"

namespace stellwerk::git {

inline constexpr std::size_t kPacketBytesLimit = 65'520;
inline constexpr std::string_view kFlushPacket = "0000";

/// Four hexadecimal digits of length, then the text.
/// Source: https://git-scm.com/docs/protocol-common#_pkt_line_format
std::string packet(std::string_view text);

/// The bands into which side-band-64k parts an answer.
enum class Band : char { data = 1, progress = 2, error = 3 };
/// `bytes` in as many packets of a band as they need.
std::string in_band(Band band, std::string_view bytes);

/// The next packet's text; nothing for a flush packet. Error MalformedPacket (400), also at the end of the source.
Result<std::optional<std::string>> read_packet(ByteSource& source);

}  // namespace stellwerk::git
