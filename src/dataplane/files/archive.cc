#include "dataplane/files/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

#include "dataplane/files/disk_space.h"
#include "dataplane/files/utf8_names.h"

namespace stellwerk::files {
namespace {

namespace fs = std::filesystem;

Error invalid(std::string why) { return {"InvalidArchive", std::move(why)}; }

constexpr std::size_t kUnpackPieceBytes = 64 * 1024;

using Parts = std::vector<std::string>;

/// The parts of a relative path; nothing for an absolute one or one with "..".
std::optional<Parts> parts_of(std::string_view path) {
  if (path.starts_with('/') || path.find('\0') != path.npos) return std::nullopt;
  Parts out;
  while (!path.empty()) {
    auto end = path.find('/');
    std::string_view part = path.substr(0, end);
    if (part == "..") return std::nullopt;
    if (!part.empty() && part != ".") out.emplace_back(part);
    path = end == path.npos ? std::string_view() : path.substr(end + 1);
  }
  return out;
}

/// Whether a link at `link` to `target` stays below the root: no step may go above it.
bool stays_below(const Parts& link, std::string_view target) {
  if (target.empty() || target.starts_with('/')) return false;
  std::size_t depth = link.size() - 1;
  while (!target.empty()) {
    auto end = target.find('/');
    std::string_view part = target.substr(0, end);
    if (part == "..") {
      if (depth == 0) return false;
      --depth;
    } else if (!part.empty() && part != ".") {
      ++depth;
    }
    target = end == target.npos ? std::string_view() : target.substr(end + 1);
  }
  return true;
}

/// The directory of `parts` (without the last), made if it is missing; follows no link.
Result<Directory> parent_directory(const Directory& root, const Parts& parts) {
  std::string path;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) path += parts[i] + "/";
  auto out = root.make(path);
  if (!out) return invalid("An entry's directory is a link or a file in the same archive");
  return out;
}

struct Extraction {
  archive* reader;
  const Directory& root;
  const Limits& limits;
  std::uint64_t packed_bytes;
  std::uint64_t unpacked_bytes = 0;

  Result<void> account(std::size_t more) {
    unpacked_bytes += more;
    if (unpacked_bytes > limits.total_bytes) {
      return Error{"ArchiveTooLarge", "The archive holds more than " + std::to_string(limits.total_bytes) + " bytes"};
    }
    if (unpacked_bytes > kRatioFreeBytes && unpacked_bytes / limits.ratio > packed_bytes) {
      return Error{"ArchiveTooLarge",
                   "The archive unpacks to more than " + std::to_string(limits.ratio) + " times its size"};
    }
    return {};
  }

  Result<void> file(const Directory& parent, const std::string& name, mode_t mode) {
    Descriptor out = TRY(parent.create(name, (mode & 0111) ? 0755 : 0644));
    std::vector<char> buffer(kUnpackPieceBytes);
    while (true) {
      la_ssize_t count = archive_read_data(reader, buffer.data(), buffer.size());
      if (count == 0) return {};
      if (count < 0) return invalid(std::string("The archive is damaged: ") + archive_error_string(reader));
      TRY(account(static_cast<std::size_t>(count)));
      if (is_space_short(out.number())) return disk_full();
      TRY(write_all(out.number(), {buffer.data(), static_cast<std::size_t>(count)}));
    }
  }

  Result<void> entry(archive_entry* entry) {
    const char* path = archive_entry_pathname(entry);
    auto parts = path ? parts_of(path) : std::nullopt;
    if (!parts)
      return invalid("An entry's path is absolute or leads out of the archive: " +
                     std::string(path ? path : "(unreadable)"));
    if (parts->empty()) return {};
    if (archive_entry_hardlink(entry)) return invalid("The archive holds a hard link: " + std::string(path));
    Directory parent = TRY(parent_directory(root, *parts));
    const std::string& name = parts->back();
    switch (archive_entry_filetype(entry)) {
      case AE_IFDIR:
        if (!parent.make(name)) return invalid("A directory cannot be made: " + std::string(path));
        return {};
      case AE_IFLNK: {
        const char* target = archive_entry_symlink(entry);
        if (!target || !stays_below(*parts, target))
          return invalid("A link leads out of the archive: " + std::string(path));
        return parent.link(target, name);
      }
      case 0:
      case AE_IFREG: return file(parent, name, archive_entry_perm(entry));
      default:
        return invalid("The archive holds something that is neither a file, a directory nor a link: " +
                       std::string(path));
    }
  }
};

}  // namespace

Result<void> extract_zip(const fs::path& path, const Directory& directory, const Limits& limits) {
  Utf8Names utf8;
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0)
    return invalid("The archive cannot be read: " + std::string(std::strerror(errno)));
  std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
  archive_read_support_format_zip_seekable(reader.get());
  if (archive_read_open_filename(reader.get(), path.c_str(), 64 * 1024) != ARCHIVE_OK) {
    return invalid("The file is not a zip file");
  }
  Extraction extraction{reader.get(), directory, limits, static_cast<std::uint64_t>(facts.st_size)};
  std::uint64_t entries = 0;
  while (true) {
    archive_entry* entry = nullptr;
    int answer = archive_read_next_header(reader.get(), &entry);
    if (answer == ARCHIVE_EOF) return {};
    if (answer < ARCHIVE_WARN) {
      const char* why = archive_error_string(reader.get());
      return invalid(std::string(entries == 0 ? "The file is not a zip file: " : "The archive is damaged: ") +
                     (why ? why : ""));
    }
    if (++entries > limits.entries) {
      return Error{"ArchiveTooLarge", "The archive holds more than " + std::to_string(limits.entries) + " entries"};
    }
    auto done = extraction.entry(entry);
    if (!done && done.error().code == "FileUnavailable") return invalid(done.error().message);
    if (!done) return done;
  }
}

}  // namespace stellwerk::files
