#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "base/descriptor.h"
#include "base/result.h"

namespace stellwerk::files {

/// Whose the files are that are made below a directory.
struct Owner {
  uid_t user;
  gid_t group;
};

/// Bounds on what is found below a directory, or in an archive, that someone else filled.
struct Limits {
  std::uint64_t entries = 200'000;
  std::uint64_t total_bytes = 10ull << 30;
  std::uint64_t ratio = 200;  // of an archive: unpacked to packed, looked at above kRatioFreeBytes
};
inline constexpr std::uint64_t kRatioFreeBytes = 16ull << 20;
inline constexpr int kDepthLimit = 128;

/// A regular file open for reading, and what it was when it was opened.
struct OpenFile {
  Descriptor file;
  std::uint64_t bytes = 0;
  bool is_executable = false;
  std::int64_t modified_seconds = 0;
};

/// A directory held open, and the one way to what lies below it: whatever a sandboxed command, an archive or a client
/// left there is hostile, and may change while it is looked at. The kernel resolves every path beneath the directory
/// (openat2): no "..", no link and no mount leads out, and nothing but a regular file is ever opened for reading.
/// Paths are relative; "" is the directory itself.
///
/// Error of all members, if not told otherwise: FileUnavailable.
class Directory {
 public:
  /// By a path on which every part is the server's own; the last one must not be a link.
  static Result<Directory> open(const std::filesystem::path& path, std::optional<Owner> owner = std::nullopt);

  /// A directory below; no part of the path may be a link.
  Result<Directory> below(const std::string& path) const;
  /// The same, making what is missing (mode 0755).
  Result<Directory> make(const std::string& path) const;

  /// A regular file. A symbolic link is followed if it stays below this directory.
  Result<OpenFile> open_file(const std::string& path) const;
  /// Its bytes as they are while they are read: never more than there were at first, and an error if there are fewer.
  /// Error also: FileTooLarge.
  Result<std::shared_ptr<ByteSource>> read(const std::string& path, std::uint64_t limit_bytes = UINT64_MAX) const;

  /// Regular files and links below `path`, as paths relative to it, sorted. Goes into no linked directory.
  /// Error also: TooManyFiles.
  Result<std::vector<std::string>> list(const std::string& path, const Limits& limits = {}) const;

  /// A new file for writing in place of whatever has its name (unless that is a directory), in this directory itself.
  Result<Descriptor> create(const std::string& name, mode_t mode) const;
  /// A new symbolic link, likewise.
  Result<void> link(const std::string& target, const std::string& name) const;

  int number() const { return descriptor_.number(); }
  const std::optional<Owner>& owner() const { return owner_; }

 private:
  Directory(Descriptor descriptor, std::optional<Owner> owner) : descriptor_(std::move(descriptor)), owner_(owner) {}
  Result<void> give_away(int parent, const char* name) const;

  Descriptor descriptor_;
  std::optional<Owner> owner_;
};

/// Directory::read of a file in a directory of the server's own.
Result<std::shared_ptr<ByteSource>> read_file(const std::filesystem::path& path);

/// Writes a source to a new file of mode 0600, as long as the disk has room beyond its reserve (disk_space.h).
/// Errors: the source's, FileTooLarge, DiskFull, FileUnavailable.
Result<void> spool(ByteSource& source, const std::filesystem::path& file, std::uint64_t limit_bytes);

/// Writes all of it. Errors: DiskFull, FileUnavailable.
Result<void> write_all(int file, std::string_view bytes);

/// Removes a directory with all that is in it, whatever its modes, its depth and its names; follows no link.
void remove_tree(const std::filesystem::path& directory);

}  // namespace stellwerk::files
