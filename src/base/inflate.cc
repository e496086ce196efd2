#include "base/inflate.h"

#include <zlib.h>

namespace stellwerk {

std::optional<std::string> inflate(std::string_view packed, std::size_t unpacked_bytes) {
  std::string out(unpacked_bytes, '\0');
  uLongf size = unpacked_bytes;
  int state = uncompress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(packed.data()),
                         static_cast<uLong>(packed.size()));
  if (state != Z_OK || size != unpacked_bytes) return std::nullopt;
  return out;
}

}  // namespace stellwerk
