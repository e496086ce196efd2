#include "base/inflate.h"

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace stellwerk {
namespace {

TEST(Inflate, UnpacksWhatZlibPacked) {
  // zlib.compress(b"signal " * 8)
  std::string packed = *from_base64("eJwrzkzPS8xRKCaVAgBc1hTx");
  EXPECT_EQ(inflate(packed, 56), "signal signal signal signal signal signal signal signal ");
}

TEST(Inflate, RefusesDamageAndOtherSizes) {
  std::string packed = *from_base64("eJwrzkzPS8xRKCaVAgBc1hTx");
  EXPECT_FALSE(inflate(packed, 55));
  EXPECT_FALSE(inflate(packed, 57));
  EXPECT_FALSE(inflate(packed.substr(0, packed.size() - 1), 56));
  packed[4] ^= 1;
  EXPECT_FALSE(inflate(packed, 56));
  EXPECT_FALSE(inflate("", 0));
}

}  // namespace
}  // namespace stellwerk
