#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stellwerk::kms {

/// What a ciphertext blob says of itself.
struct Ciphertext {
  std::string key_arn;
  std::uint32_t material = 0;  // index into KeyRecord::materials
  std::string sealed;
};

std::string encode(const Ciphertext& ciphertext);
/// Nothing unless it has the form of a blob made here.
std::optional<Ciphertext> decode_ciphertext(std::string_view blob);

}  // namespace stellwerk::kms
