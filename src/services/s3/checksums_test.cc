#include "services/s3/checksums.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/digest.h"

namespace stellwerk::s3 {
namespace {

std::string big_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = bytes; i-- > 0;) out += static_cast<char>(value >> (8 * i));
  return out;
}

TEST(CombinedChecksums, OfPartsEqualThatOfTheWhole) {
  std::string first(100'003, 'a');
  std::string second = "the second part";
  std::string third(5'000, 'z');
  std::string whole = first + second + third;
  std::vector<PartChecksum> crc32_parts, crc64_parts;
  for (const std::string& part : {first, second, third}) {
    crc32_parts.push_back({big_endian(crc32(0, part), 4), part.size()});
    crc64_parts.push_back({big_endian(crc64nvme(0, part), 8), part.size()});
  }
  EXPECT_EQ(combined_checksum("CRC32", kFullObject, crc32_parts), to_base64(big_endian(crc32(0, whole), 4)));
  EXPECT_EQ(combined_checksum("CRC64NVME", kFullObject, crc64_parts), to_base64(big_endian(crc64nvme(0, whole), 8)));
}

TEST(CombinedChecksums, CompositeOnesAreOfTheChecksums) {
  std::string a = digest(DigestKind::sha256, "a"), b = digest(DigestKind::sha256, "b");
  EXPECT_EQ(combined_checksum("SHA256", kComposite, {{a, 1}, {b, 1}}),
            to_base64(digest(DigestKind::sha256, a + b)) + "-2");
}

TEST(ClaimedChecksums, AreOneAndWellFormed) {
  PutObjectRequest request;
  EXPECT_EQ(claimed_checksum(request)->algorithm, "");
  request.checksum_crc32 = "AAAAAA==";
  EXPECT_EQ(claimed_checksum(request)->algorithm, "CRC32");
  request.checksum_sha1 = "AAAAAA==";
  EXPECT_EQ(claimed_checksum(request).error().code, "InvalidRequest");
  request.checksum_crc32.reset();
  EXPECT_EQ(claimed_checksum(request).error().code, "InvalidRequest") << "wrong length";
  request.checksum_sha1.reset();
  request.checksum_md5 = "AAAAAA==";
  EXPECT_EQ(claimed_checksum(request).error().http_status, 501);
}

}  // namespace
}  // namespace stellwerk::s3
