#include "dataplane/objects/body_digests.h"

namespace stellwerk::objects {
namespace {

template <class Word>
std::string big_endian(Word value) {
  std::string out(sizeof value, '\0');
  for (std::size_t i = out.size(); i-- > 0; value >>= 8) out[i] = static_cast<char>(value & 0xFF);
  return out;
}

}  // namespace

BodyDigests::BodyDigests(const std::vector<ChecksumKind>& kinds) {
  for (ChecksumKind kind : kinds) {
    switch (kind) {
      case ChecksumKind::crc32: crc32_ = 0; break;
      case ChecksumKind::crc32c: crc32c_ = 0; break;
      case ChecksumKind::crc64nvme: crc64nvme_ = 0; break;
      case ChecksumKind::sha1: sha1_.emplace(DigestKind::sha1); break;
      case ChecksumKind::sha256: sha256_.emplace(DigestKind::sha256); break;
    }
  }
}

void BodyDigests::update(std::string_view bytes) {
  md5_.update(bytes);
  if (sha1_) sha1_->update(bytes);
  if (sha256_) sha256_->update(bytes);
  if (crc32_) crc32_ = crc32(*crc32_, bytes);
  if (crc32c_) crc32c_ = crc32c(*crc32c_, bytes);
  if (crc64nvme_) crc64nvme_ = crc64nvme(*crc64nvme_, bytes);
}

std::map<ChecksumKind, std::string> BodyDigests::finish_checksums() {
  std::map<ChecksumKind, std::string> out;
  if (sha1_) out[ChecksumKind::sha1] = sha1_->finish();
  if (sha256_) out[ChecksumKind::sha256] = sha256_->finish();
  if (crc32_) out[ChecksumKind::crc32] = big_endian(*crc32_);
  if (crc32c_) out[ChecksumKind::crc32c] = big_endian(*crc32c_);
  if (crc64nvme_) out[ChecksumKind::crc64nvme] = big_endian(*crc64nvme_);
  return out;
}

}  // namespace stellwerk::objects
