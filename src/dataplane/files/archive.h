#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "dataplane/files/directory.h"

namespace stellwerk::files {

/// Unpacks a zip file into a directory. Files keep their execute bits, nothing else of their modes.
/// Errors: InvalidArchive (not a zip file, damaged, an absolute path, "..", a link that leads out, a device),
/// ArchiveTooLarge (a limit), DiskFull. What was unpacked until then stays.
Result<void> extract_zip(const std::filesystem::path& archive, const Directory& directory, const Limits& limits = {});

/// A file below a directory that someone else filled, and its name in the archive.
struct ArchiveMember {
  std::string path;
  std::string name;
};

/// Writes a zip file of members. A symbolic link is followed if it stays below the directory and leads to a file; what
/// is no file is left out. Errors: InvalidArchive (a file changed meanwhile), ArchiveTooLarge, DiskFull.
Result<void> create_zip(const std::filesystem::path& archive, const Directory& directory,
                        const std::vector<ArchiveMember>& members, const Limits& limits = {});

}  // namespace stellwerk::files
