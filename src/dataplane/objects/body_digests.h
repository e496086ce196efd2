#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "dataplane/objects/blob_store.h"

namespace stellwerk::objects {

/// MD5 and the asked-for checksums of one body, in one pass.
class BodyDigests {
 public:
  explicit BodyDigests(const std::vector<ChecksumKind>& kinds);
  void update(std::string_view bytes);
  /// Ends the digests. Raw bytes, the CRCs big-endian.
  std::string finish_md5() { return md5_.finish(); }
  std::map<ChecksumKind, std::string> finish_checksums();

 private:
  Digest md5_{DigestKind::md5};
  std::optional<Digest> sha1_;
  std::optional<Digest> sha256_;
  std::optional<std::uint32_t> crc32_;
  std::optional<std::uint32_t> crc32c_;
  std::optional<std::uint64_t> crc64nvme_;
};

}  // namespace stellwerk::objects
