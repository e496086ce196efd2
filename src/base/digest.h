#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace stellwerk {

enum class DigestKind { md5, sha1, sha256 };

/// Raw bytes, not hexadecimal.
std::string digest(DigestKind kind, std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// A digest fed piece by piece.
class Digest {
 public:
  explicit Digest(DigestKind kind);
  ~Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;
  void update(std::string_view bytes);
  /// Ends the digest; the object takes no more.
  std::string finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

/// Running checksums: start with 0, feed the result back. crc32 is ISO-HDLC (zip), crc32c Castagnoli,
/// crc64nvme the one S3 calls CRC64NVME.
std::uint32_t crc32(std::uint32_t so_far, std::string_view bytes);
std::uint32_t crc32c(std::uint32_t so_far, std::string_view bytes);
std::uint64_t crc64nvme(std::uint64_t so_far, std::string_view bytes);

}  // namespace stellwerk
