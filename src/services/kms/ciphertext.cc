#include "services/kms/ciphertext.h"

namespace stellwerk::kms {
namespace {

constexpr char kFormat = 1;

}  // namespace

std::string encode(const Ciphertext& ciphertext) {
  std::string out(1, kFormat);
  out.push_back(static_cast<char>(ciphertext.key_arn.size() >> 8));
  out.push_back(static_cast<char>(ciphertext.key_arn.size() & 0xFF));
  out += ciphertext.key_arn;
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(ciphertext.material >> shift));
  return out + ciphertext.sealed;
}

std::optional<Ciphertext> decode_ciphertext(std::string_view blob) {
  auto byte = [&](std::size_t index) { return static_cast<unsigned char>(blob[index]); };
  if (blob.size() < 3 || blob[0] != kFormat) return std::nullopt;
  std::size_t arn_bytes = static_cast<std::size_t>(byte(1)) << 8 | byte(2);
  std::size_t sealed_at = 3 + arn_bytes + 4;
  if (blob.size() < sealed_at) return std::nullopt;
  Ciphertext out;
  out.key_arn = blob.substr(3, arn_bytes);
  for (std::size_t i = 0; i < 4; ++i) out.material = out.material << 8 | byte(3 + arn_bytes + i);
  out.sealed = blob.substr(sealed_at);
  return out;
}

}  // namespace stellwerk::kms
