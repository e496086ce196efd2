#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "dataplane/objects/blob_store.h"
#include "services/s3/rules.h"

/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
namespace stellwerk::s3 {

using objects::ChecksumKind;

/// S3's own choice if the client names none.
inline constexpr std::string_view kDefaultChecksumAlgorithm = "CRC64NVME";
inline constexpr std::string_view kFullObject = "FULL_OBJECT";
inline constexpr std::string_view kComposite = "COMPOSITE";

/// "CRC32" … Error: NotImplemented for one that S3 knows and this service does not, else InvalidRequest.
Result<ChecksumKind> checksum_kind(std::string_view algorithm);

/// A checksum that a request claims.
struct ClaimedChecksum {
  std::string algorithm;  // "" if the request names none
  std::string value;      // base64, "" if only the algorithm is named
};

namespace detail {
using NamedClaims = std::vector<std::pair<std::string_view, const std::optional<std::string>*>>;
Result<ClaimedChecksum> only_claim(const NamedClaims& claims);
}  // namespace detail

/// From the checksum members of a request or completed part. Errors: InvalidRequest (more than one, or not
/// base64 of the right length), NotImplemented.
template <class Shape>
Result<ClaimedChecksum> claimed_checksum(const Shape& shape) {
  return detail::only_claim({{"CRC32", &shape.checksum_crc32},
                             {"CRC32C", &shape.checksum_crc32_c},
                             {"CRC64NVME", &shape.checksum_crc64_nvme},
                             {"SHA1", &shape.checksum_sha1},
                             {"SHA256", &shape.checksum_sha256},
                             {"SHA512", &shape.checksum_sha512},
                             {"MD5", &shape.checksum_md5},
                             {"XXHASH64", &shape.checksum_xxhash64},
                             {"XXHASH3", &shape.checksum_xxhash3},
                             {"XXHASH128", &shape.checksum_xxhash128}});
}

/// Sets the member of that algorithm.
template <class Shape>
void set_checksum(Shape& shape, std::string_view algorithm, const std::string& value) {
  if (value.empty()) return;
  if (algorithm == "CRC32") shape.checksum_crc32 = value;
  if (algorithm == "CRC32C") shape.checksum_crc32_c = value;
  if (algorithm == "CRC64NVME") shape.checksum_crc64_nvme = value;
  if (algorithm == "SHA1") shape.checksum_sha1 = value;
  if (algorithm == "SHA256") shape.checksum_sha256 = value;
}

/// A part's raw checksum and its size.
struct PartChecksum {
  std::string raw;
  std::uint64_t size = 0;
};

/// The checksum of an object made of parts: of the whole (CRCs only) or of the parts' checksums ("…-N").
std::string combined_checksum(std::string_view algorithm, std::string_view type,
                              const std::vector<PartChecksum>& parts);

}  // namespace stellwerk::s3
