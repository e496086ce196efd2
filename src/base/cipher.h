#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/id_source.h"

namespace stellwerk {

inline constexpr std::size_t kAes256KeyBytes = 32;

/// AES-256-GCM: nonce (12 bytes), ciphertext, tag (16 bytes). `context` is authenticated, not kept.
std::string seal(std::string_view key, std::string_view plaintext, std::string_view context, IdSource& ids);
/// Nothing if the key, the context or any byte differs.
std::optional<std::string> unseal(std::string_view key, std::string_view sealed, std::string_view context);

}  // namespace stellwerk
