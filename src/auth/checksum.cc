#include "auth/checksum.h"

#include <algorithm>
#include <cctype>

#include "base/bytes.h"

namespace stellwerk::auth {
namespace {

std::string big_endian(std::uint64_t value, std::size_t bytes) {
  std::string out;
  for (std::size_t i = bytes; i-- > 0;) out += static_cast<char>(value >> (8 * i));
  return out;
}

}  // namespace

std::optional<Checksum> Checksum::of(std::string_view algorithm) {
  Checksum out;
  out.name_ = algorithm;
  for (char& c : out.name_) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (out.name_ == "SHA1") out.digest_.emplace(DigestKind::sha1);
  if (out.name_ == "SHA256") out.digest_.emplace(DigestKind::sha256);
  bool is_crc = out.name_ == "CRC32" || out.name_ == "CRC32C" || out.name_ == "CRC64NVME";
  if (!out.digest_ && !is_crc) return std::nullopt;
  return out;
}

void Checksum::update(std::string_view bytes) {
  if (digest_) {
    digest_->update(bytes);
  } else if (name_ == "CRC32") {
    crc_ = crc32(static_cast<std::uint32_t>(crc_), bytes);
  } else if (name_ == "CRC32C") {
    crc_ = crc32c(static_cast<std::uint32_t>(crc_), bytes);
  } else {
    crc_ = crc64nvme(crc_, bytes);
  }
}

std::size_t Checksum::value_bytes() const {
  if (name_ == "SHA1") return 20;
  if (name_ == "SHA256") return 32;
  return name_ == "CRC64NVME" ? 8 : 4;
}

std::string Checksum::finish() { return to_base64(digest_ ? digest_->finish() : big_endian(crc_, value_bytes())); }

}  // namespace stellwerk::auth
