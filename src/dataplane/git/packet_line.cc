#include "dataplane/git/packet_line.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace stellwerk::git {
namespace {

constexpr std::size_t kLengthDigits = 4;

Error malformed() { return Error{"MalformedPacket", "The git request is not a sequence of packet lines", 400}; }

Result<std::string> read_exactly(ByteSource& source, std::size_t count) {
  std::string out(count, '\0');
  for (std::size_t filled = 0; filled < count;) {
    std::size_t read = TRY(source.read(std::span(out).subspan(filled)));
    if (read == 0) return malformed();
    filled += read;
  }
  return out;
}

}  // namespace

std::string packet(std::string_view text) {
  std::array<char, kLengthDigits + 1> digits;
  std::snprintf(digits.data(), digits.size(), "%04zx", text.size() + kLengthDigits);
  return std::string(digits.data()) + std::string(text);
}

std::string in_band(Band band, std::string_view bytes) {
  constexpr std::size_t kPieceBytes = kPacketBytesLimit - kLengthDigits - 1;
  std::string out;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(kPieceBytes, bytes.size()))) {
    out += packet(std::string(1, static_cast<char>(band)) + std::string(bytes.substr(0, kPieceBytes)));
  }
  return out;
}

Result<std::optional<std::string>> read_packet(ByteSource& source) {
  std::string digits = TRY(read_exactly(source, kLengthDigits));
  std::size_t length = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return malformed();
  if (length == 0) return std::optional<std::string>();
  if (length < kLengthDigits || length > kPacketBytesLimit) return malformed();
  return std::optional(TRY(read_exactly(source, length - kLengthDigits)));
}

}  // namespace stellwerk::git
