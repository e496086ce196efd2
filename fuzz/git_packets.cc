// Byte 0 chooses: packet lines to their end, or a gzip body within a limit.
#include <string>
#include <string_view>

#include "base/assert.h"
#include "dataplane/git/gzip.h"
#include "dataplane/git/packet_line.h"

using namespace stellwerk;

namespace {

constexpr std::uint64_t kUnpackedLimit = 64 * 1024;

void read_packets(std::string text) {
  StringSource source(std::move(text));
  while (true) {
    auto packet = git::read_packet(source);
    if (!packet) return;
    if (!*packet) continue;
    STELLWERK_ASSERT((*packet)->size() <= git::kPacketBytesLimit);
    StringSource again(git::packet(**packet));
    auto same = git::read_packet(again);
    STELLWERK_ASSERT(same && *same && **same == **packet);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 0) {
    read_packets(std::move(text));
  } else if (auto unpacked = git::gunzip(text, kUnpackedLimit)) {
    STELLWERK_ASSERT(unpacked->size() <= kUnpackedLimit);
  }
  return 0;
}
