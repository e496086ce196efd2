#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stellwerk::objects {

/// A file is sealed piece by piece, so that a range can be read without the rest: each piece is as long as
/// its plain bytes, then the 16 bytes of its AES-256-GCM tag. The nonce is the piece's number: the key
/// serves one file only, and a piece is written once.
inline constexpr std::size_t kPieceBytes = 64 * 1024;
inline constexpr std::size_t kPieceTagBytes = 16;

/// Bodies leave this much of the disk to the tables, whose writes must not fail.
inline constexpr std::uint64_t kReservedFreeBytes = 64 * 1024 * 1024;

/// An open file that is closed with the object.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

/// Flushes a directory, without which a new name in it is not durable.
Result<void> sync_directory(const std::filesystem::path& directory);
Result<void> sync_file(const std::filesystem::path& path);

/// Writes a new file from its start. Not flushed until `finish`.
class SealedFileWriter {
 public:
  /// Errors: ServiceUnavailable (503) if the disk is nearly full, InternalError if the file exists or cannot
  /// be made.
  static Result<SealedFileWriter> create(const std::filesystem::path& path, std::string key);
  /// Each piece but the last has kPieceBytes. Errors as those of create.
  Result<void> append(std::string_view piece);
  /// Flushes the file and its directory.
  Result<void> finish();

 private:
  SealedFileWriter(std::filesystem::path path, std::string key, FileDescriptor file)
      : path_(std::move(path)), key_(std::move(key)), file_(std::move(file)) {}
  Result<void> flush();

  std::filesystem::path path_;
  std::string key_;
  FileDescriptor file_;
  std::uint64_t pieces_ = 0;
  std::string sealed_;
};

class SealedFileReader {
 public:
  /// Error InternalError if it is missing or not as long as `size_bytes` demand.
  static Result<SealedFileReader> open(const std::filesystem::path& path, std::string key, std::uint64_t size_bytes);
  /// The plain bytes of one piece, valid until the next call. Error InternalError if it was changed.
  Result<std::string_view> piece(std::uint64_t number);

 private:
  SealedFileReader(std::filesystem::path path, std::string key, FileDescriptor file, std::uint64_t size_bytes)
      : path_(std::move(path)), key_(std::move(key)), file_(std::move(file)), size_bytes_(size_bytes) {}

  std::filesystem::path path_;
  std::string key_;
  FileDescriptor file_;
  std::uint64_t size_bytes_;
  std::string buffer_;
};

}  // namespace stellwerk::objects
