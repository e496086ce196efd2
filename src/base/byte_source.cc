#include "base/byte_source.h"

#include <algorithm>
#include <cstring>

namespace stellwerk {

Result<std::size_t> StringSource::read(std::span<char> into) {
  std::size_t count = std::min(into.size(), bytes_.size() - offset_);
  std::memcpy(into.data(), bytes_.data() + offset_, count);
  offset_ += count;
  return count;
}

Result<std::string> read_all(ByteSource& source, std::uint64_t limit_bytes) {
  constexpr std::size_t kPieceBytes = 16 * 1024;
  std::string out;
  while (true) {
    std::size_t filled = out.size();
    out.resize(filled + kPieceBytes);
    std::size_t count = TRY(source.read(std::span(out).subspan(filled)));
    out.resize(filled + count);
    if (count == 0) return out;
    if (out.size() > limit_bytes) {
      return Error{"RequestEntityTooLarge",
                   "The request body is larger than the " + std::to_string(limit_bytes) + " bytes allowed here", 413};
    }
  }
}

}  // namespace stellwerk
