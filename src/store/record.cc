#include "store/record.h"

namespace stellwerk::store::detail {

void append_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

std::uint64_t take_varint(std::string_view& in) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    STELLWERK_ASSERT(!in.empty());
    auto byte = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  STELLWERK_ASSERT(!"a varint of more than ten bytes");
  return 0;
}

std::string_view take_bytes(std::string_view& in) {
  std::uint64_t length = take_varint(in);
  STELLWERK_ASSERT(length <= in.size());
  std::string_view bytes = in.substr(0, length);
  in.remove_prefix(length);
  return bytes;
}

}  // namespace stellwerk::store::detail
