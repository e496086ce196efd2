#include "dataplane/git/pack_scanner.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace stellwerk::git {
namespace {

constexpr std::size_t kHeaderBytes = 12;
constexpr std::size_t kChecksumBytes = 20;
constexpr std::size_t kObjectIdBytes = 20;
constexpr std::size_t kVarintBytesLimit = 10;
constexpr std::size_t kDeltaHeadBytes = 2 * kVarintBytesLimit;  // size of the base, size of the result
constexpr int kOffsetDelta = 6;
constexpr int kReferenceDelta = 7;

enum class Part { header, object_head, base_offset, base_id, contents, checksum, end };

Error invalid(std::string why) { return Error{"InvalidPack", std::move(why), 400}; }
Error too_large(std::string why) { return Error{"PackTooLarge", std::move(why), 413}; }

bool goes_on(char byte) { return (static_cast<unsigned char>(byte) & 0x80) != 0; }

// Seven bits a byte, least first. Nothing more is read than is there.
std::uint64_t varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; !bytes.empty() && shift < 64; shift += 7) {
    char byte = bytes[0];
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (!goes_on(byte)) break;
  }
  return value;
}

}  // namespace

struct PackScanner::State {
  explicit State(const PackLimits& given) : limits(given) { inflateInit(&stream); }
  ~State() { inflateEnd(&stream); }

  Result<std::size_t> take(std::string_view bytes);
  Result<void> take_header(std::string_view header);
  Result<void> take_object_head();
  Result<std::size_t> inflate_some(std::string_view bytes);
  Result<void> end_object();
  // Looked at before an object is unpacked, and once more when a difference has told its result's size.
  Result<void> check_total(std::uint64_t unpacked) const;
  void next_object();
  // Moves bytes to `gathered` until it holds `wanted`; true then.
  bool gather(std::string_view& bytes, std::size_t wanted);

  const PackLimits limits;
  z_stream stream{};
  Part part = Part::header;
  std::string gathered;
  std::uint32_t count = 0;
  std::uint32_t left = 0;
  int kind = 0;
  std::uint64_t declared = 0;  // unpacked bytes of the object's contents
  std::uint64_t inflated = 0;
  std::string delta_head;
  std::uint64_t taken_bytes = 0;
  std::uint64_t unpacked_bytes = 0;
};

bool PackScanner::State::gather(std::string_view& bytes, std::size_t wanted) {
  std::size_t more = std::min(wanted - gathered.size(), bytes.size());
  gathered += bytes.substr(0, more);
  bytes.remove_prefix(more);
  return gathered.size() == wanted;
}

void PackScanner::State::next_object() {
  gathered.clear();
  part = left == 0 ? Part::checksum : Part::object_head;
}

Result<void> PackScanner::State::take_header(std::string_view header) {
  auto number = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(header[i]);
    return value;
  };
  if (!header.starts_with("PACK") || (number(4) != 2 && number(4) != 3)) return invalid("not a pack");
  count = left = number(8);
  next_object();
  return {};
}

// "tttssss" and then seven bits of size a byte.
Result<void> PackScanner::State::take_object_head() {
  kind = (gathered[0] >> 4) & 7;
  if (kind == 0 || kind == 5) return invalid("an object of an unknown kind");
  std::string_view rest = std::string_view(gathered).substr(1);
  declared = static_cast<std::uint64_t>(gathered[0] & 15) | varint(rest) << 4;
  if (declared > limits.object_bytes) return too_large("an object is larger than 2 GiB");
  TRY(check_total(unpacked_bytes + declared));
  gathered.clear();
  inflated = 0;
  delta_head.clear();
  inflateReset(&stream);
  part = kind == kOffsetDelta ? Part::base_offset : kind == kReferenceDelta ? Part::base_id : Part::contents;
  return {};
}

Result<void> PackScanner::State::check_total(std::uint64_t unpacked) const {
  if (unpacked <= limits.free_bytes || unpacked / limits.ratio <= taken_bytes) return {};
  return too_large("the pack unpacks to more than " + std::to_string(limits.ratio) + " times its size");
}

Result<std::size_t> PackScanner::State::inflate_some(std::string_view bytes) {
  std::array<char, 32 * 1024> rubbish;
  std::size_t begun = bytes.size();
  bool is_delta = kind == kOffsetDelta || kind == kReferenceDelta;
  while (true) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(rubbish.data());
    stream.avail_out = rubbish.size();
    int state = inflate(&stream, Z_NO_FLUSH);
    bytes.remove_prefix(bytes.size() - stream.avail_in);
    std::size_t made = rubbish.size() - stream.avail_out;
    inflated += made;
    if (is_delta && delta_head.size() < kDeltaHeadBytes) {
      delta_head.append(rubbish.data(), std::min(made, kDeltaHeadBytes - delta_head.size()));
    }
    if (inflated > declared) return invalid("an object is longer than its head says");
    if (state == Z_STREAM_END) {
      TRY(end_object());
      break;
    }
    if (state != Z_OK && state != Z_BUF_ERROR) return invalid("an object's contents are damaged");
    if (bytes.empty() && stream.avail_out > 0) break;
  }
  return begun - bytes.size();
}

Result<void> PackScanner::State::end_object() {
  if (inflated != declared) return invalid("an object is shorter than its head says");
  std::uint64_t size = declared;
  if (kind == kOffsetDelta || kind == kReferenceDelta) {
    std::string_view head = delta_head;
    std::uint64_t base = varint(head);
    size = varint(head);
    if (std::max(base, size) > limits.delta_object_bytes) {
      return too_large("an object above 512 MiB is stored as a difference; push it whole (core.bigFileThreshold)");
    }
  }
  unpacked_bytes += size;
  TRY(check_total(unpacked_bytes));
  --left;
  next_object();
  return {};
}

Result<std::size_t> PackScanner::State::take(std::string_view bytes) {
  std::size_t begun = bytes.size();
  while (!bytes.empty() && part != Part::end) {
    std::size_t before = bytes.size();
    switch (part) {
      case Part::header:
        if (gather(bytes, kHeaderBytes)) TRY(take_header(gathered));
        break;
      case Part::object_head:
      case Part::base_offset: {
        if (gathered.size() >= kVarintBytesLimit) return invalid("an object's head is too long");
        gathered += bytes[0];
        bytes.remove_prefix(1);
        if (goes_on(gathered.back())) break;
        if (part == Part::object_head) {
          TRY(take_object_head());
        } else {
          part = Part::contents;
        }
        break;
      }
      case Part::base_id:
        if (gather(bytes, kObjectIdBytes)) part = Part::contents;
        break;
      case Part::contents: bytes.remove_prefix(TRY(inflate_some(bytes))); break;
      case Part::checksum:
        if (gather(bytes, kChecksumBytes)) part = Part::end;
        break;
      case Part::end: break;
    }
    taken_bytes += before - bytes.size();
    if (taken_bytes > limits.pack_bytes) return too_large("a push is larger than 2 GiB; push fewer commits at once");
  }
  return begun - bytes.size();
}

PackScanner::PackScanner(const PackLimits& limits) : state_(std::make_unique<State>(limits)) {}
PackScanner::PackScanner(PackScanner&&) noexcept = default;
PackScanner::~PackScanner() = default;
Result<std::size_t> PackScanner::take(std::string_view bytes) { return state_->take(bytes); }
bool PackScanner::is_complete() const { return state_->part == Part::end; }
std::uint32_t PackScanner::object_count() const { return state_->count; }

}  // namespace stellwerk::git
