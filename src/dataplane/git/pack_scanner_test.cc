#include "dataplane/git/pack_scanner.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace stellwerk::git {
namespace {

constexpr int kBlob = 3, kOffsetDelta = 6;

std::string packed(int kind, const std::string& contents, std::uint64_t declared) {
  std::string head;
  unsigned char byte = static_cast<unsigned char>(kind << 4 | (declared & 15));
  for (std::uint64_t rest = declared >> 4; rest > 0; rest >>= 7) {
    head += static_cast<char>(byte | 0x80);
    byte = rest & 0x7f;
  }
  head += static_cast<char>(byte);
  if (kind == kOffsetDelta) head += '\x10';
  uLongf size = compressBound(contents.size());
  std::string body(size, '\0');
  compress(reinterpret_cast<Bytef*>(body.data()), &size, reinterpret_cast<const Bytef*>(contents.data()),
           contents.size());
  return head + body.substr(0, size);
}
std::string packed(int kind, const std::string& contents) { return packed(kind, contents, contents.size()); }

std::string pack(std::initializer_list<std::string> objects) {
  std::string out("PACK\0\0\0\2\0\0\0", 11);
  out += static_cast<char>(objects.size());
  for (const std::string& object : objects) out += object;
  return out + std::string(20, 'c');
}

// Base and result sizes, then nothing.
std::string delta(std::uint64_t base, std::uint64_t result) {
  std::string out;
  for (std::uint64_t value : {base, result}) {
    for (; value > 0x7f; value >>= 7) out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
  }
  return out;
}

std::string error_of(const std::string& bytes, const PackLimits& limits = {}) {
  PackScanner scanner(limits);
  auto taken = scanner.take(bytes);
  return taken ? "" : taken.error().code;
}

TEST(PackScanner, FindsTheEndInWhateverPieces) {
  std::string bytes =
      pack({packed(kBlob, ""), packed(kBlob, std::string(100'000, 'x')), packed(kOffsetDelta, delta(3, 9))});
  for (std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{4096}, bytes.size() + 10}) {
    std::string sent = bytes + "0000rubbish";
    PackScanner scanner;
    std::size_t total = 0;
    while (!scanner.is_complete()) {
      auto taken = scanner.take(std::string_view(sent).substr(total, piece));
      ASSERT_TRUE(taken) << taken.error().message;
      total += *taken;
    }
    EXPECT_EQ(total, bytes.size());
    EXPECT_EQ(scanner.object_count(), 3u);
    EXPECT_EQ(scanner.take("more").value(), 0u);
  }
}

TEST(PackScanner, WhatIsNoPack) {
  EXPECT_EQ(error_of("KCAP" + std::string(8, '\0')), "InvalidPack");
  EXPECT_EQ(error_of("PACK" + std::string(8, '\xff')), "InvalidPack");
  EXPECT_EQ(error_of(pack({packed(0, "x")})), "InvalidPack");
  EXPECT_EQ(error_of(pack({packed(kBlob, "longer", 3)})), "InvalidPack");
  EXPECT_EQ(error_of(pack({packed(kBlob, "short", 30)})), "InvalidPack");
  EXPECT_EQ(error_of(pack({std::string("\x35garbage-garbage", 16)})), "InvalidPack");
  EXPECT_EQ(error_of(pack({std::string(30, '\xff')})), "InvalidPack");
  PackScanner early;
  EXPECT_TRUE(early.take(pack({packed(kBlob, "x")}).substr(0, 25)));
  EXPECT_FALSE(early.is_complete());
}

TEST(PackScanner, SizesThatNobodyCanBear) {
  EXPECT_EQ(error_of(pack({packed(kBlob, "x", 3ull << 30)})), "PackTooLarge");
  EXPECT_EQ(error_of(pack({packed(kOffsetDelta, delta(10, 600ull << 20))})), "PackTooLarge");
  EXPECT_EQ(error_of(pack({packed(kOffsetDelta, delta(600ull << 20, 10))})), "PackTooLarge");
  // Sixteen kilobytes of differences that are each bearable.
  std::string one = packed(kOffsetDelta, delta(100ull << 20, 100ull << 20));
  EXPECT_EQ(error_of(pack({one, one})), "");
  EXPECT_EQ(error_of(pack({one, one, one})), "PackTooLarge");
  EXPECT_EQ(error_of(pack({packed(kBlob, std::string(1 << 20, 'x'))}), {.ratio = 200, .free_bytes = 1 << 19}),
            "PackTooLarge");
  EXPECT_EQ(error_of(pack({packed(kBlob, "x")}), {.pack_bytes = 20}), "PackTooLarge");
}

}  // namespace
}  // namespace stellwerk::git
