#include "dataplane/git/gzip.h"

#include <zlib.h>

#include <array>

namespace stellwerk::git {

Result<std::string> gunzip(std::string_view packed, std::uint64_t limit_bytes) {
  constexpr int kGzipWindow = 16 + MAX_WBITS;
  constexpr std::size_t kPieceBytes = 32 * 1024;
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return Error{"InvalidGzip", "zlib could not be started", 500};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string out;
  std::array<char, kPieceBytes> piece;
  int state = Z_OK;
  while (state == Z_OK && out.size() <= limit_bytes) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    state = inflate(&stream, Z_NO_FLUSH);
    out.append(piece.data(), piece.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (out.size() > limit_bytes) return Error{"RequestEntityTooLarge", "The request is too large when unpacked", 413};
  if (state != Z_STREAM_END) return Error{"InvalidGzip", "The request's gzip encoding is damaged", 400};
  return out;
}

}  // namespace stellwerk::git
