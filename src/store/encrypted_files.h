#pragma once
#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace rocksdb {
class Env;
class FileSystem;
}  // namespace rocksdb

namespace stellwerk::store {

/// An environment over `disk` for the database in which each file is enciphered with AES-256-CTR under a key of its
/// own, made from the master key and a random salt. The salt stands at the file's head under a MAC, so
/// that a wrong master key shows at once. What the database stores carries the database's own checksums.
struct EncryptedFiles {
  std::unique_ptr<rocksdb::Env> environment;
  /// Becomes true when a file was met that was not written with this master key.
  std::shared_ptr<std::atomic<bool>> met_foreign_file;
};

EncryptedFiles encrypted_files(std::string_view master_key, const std::shared_ptr<rocksdb::FileSystem>& disk);

/// What stands at the head of a file.
enum class FileHead {
  missing,     // there is no such file
  unfinished,  // short or all zeros, as the end of what the power failure left
  foreign,     // another master key's, or damaged
  unsealed,    // of a release that kept no seal
  whole,
};
FileHead head_of(const std::filesystem::path& path, std::string_view master_key);

/// Empties the logs whose head never reached the disk before the power failed: nothing acknowledged can be
/// in them, but the database would stumble over them. Only while the directory is locked.
void empty_torn_logs(const std::filesystem::path& directory);

}  // namespace stellwerk::store
