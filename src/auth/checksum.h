#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"

namespace stellwerk::auth {

/// One of S3's object checksums, fed piece by piece.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
class Checksum {
 public:
  /// "crc32", "crc32c", "crc64nvme", "sha1", "sha256", in any case; nothing for another name.
  static std::optional<Checksum> of(std::string_view algorithm);

  void update(std::string_view bytes);
  /// Base64 of the big-endian value, as headers carry it. Ends the checksum.
  std::string finish();
  /// "CRC32", as messages name it.
  const std::string& name() const { return name_; }
  /// How many bytes a value of this algorithm has.
  std::size_t value_bytes() const;

 private:
  std::string name_;
  std::uint64_t crc_ = 0;
  std::optional<Digest> digest_;
};

}  // namespace stellwerk::auth
