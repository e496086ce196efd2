#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"

namespace stellwerk::sandbox {

/// Bounds on an archive that someone else made.
struct ArchiveLimits {
  std::uint64_t entries = 200'000;
  std::uint64_t total_bytes = 10ull << 30;  // unpacked
  std::uint64_t ratio = 200;                // unpacked to packed, looked at above kRatioFreeBytes
};
inline constexpr std::uint64_t kRatioFreeBytes = 16ull << 20;

/// Unpacks a zip file into an existing directory. Files keep their execute bits, nothing else of their modes.
/// Errors: InvalidArchive (not a zip file, damaged, an absolute path, "..", a link that leads out, a device),
/// ArchiveTooLarge (a limit). What was unpacked until then stays.
Result<void> extract_zip(const std::filesystem::path& archive, const std::filesystem::path& directory,
                         const ArchiveLimits& limits = {});

/// A file below a root that a sandboxed command wrote, and its name in the archive.
struct ArchiveMember {
  std::string path;  // relative to the root
  std::string name;
};

/// The files below `directory` (relative to `root`; "" is the root) as paths relative to it, sorted, links
/// to files included. Goes into no linked directory. Errors: InvalidArchive (the directory is not there, or a link
/// on the way leads out of the root), ArchiveTooLarge.
Result<std::vector<std::string>> list_files(const std::filesystem::path& root, const std::string& directory,
                                            const ArchiveLimits& limits = {});

/// Writes a zip file of members. A symbolic link is followed if it stays below the root and leads to a file, else
/// left out. Error: InvalidArchive.
Result<void> create_zip(const std::filesystem::path& archive, const std::filesystem::path& root,
                        const std::vector<ArchiveMember>& members);

/// Opens one such file for reading, links resolved below the root only. Error: InvalidArchive.
Result<std::shared_ptr<ByteSource>> open_file_below(const std::filesystem::path& root, const std::string& path);

/// Writes a source to a new file of mode 0600. Errors: the source's, ArchiveTooLarge, InvalidArchive (disk).
Result<void> spool(ByteSource& source, const std::filesystem::path& file, std::uint64_t limit_bytes);

}  // namespace stellwerk::sandbox
