#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stellwerk {
class IdSource;
}

namespace stellwerk::store {

inline constexpr std::size_t kMasterKeyBytes = 32;

/// Reads a file of 64 hexadecimal digits (a newline may follow) that only its owner may read.
/// Errors: MasterKeyMissing, MasterKeyExposed (its mode lets others read it), MasterKeyMalformed.
Result<std::string> read_master_key(const std::filesystem::path& path);

/// Writes a new key to `path` (mode 0600, durable) and returns it. Error MasterKeyExists if there is one.
Result<std::string> make_master_key(const std::filesystem::path& path, IdSource& ids);

/// A key of 32 bytes for one purpose ("objects", "kms"), made from the master key with HKDF-SHA256. From
/// one derived key neither the master key nor another derived one can be found.
std::string derive_key(std::string_view master_key, std::string_view purpose);

/// RFC 5869, any output length up to 8160 bytes.
std::string hkdf_sha256(std::string_view key, std::string_view salt, std::string_view info, std::size_t bytes);

}  // namespace stellwerk::store
