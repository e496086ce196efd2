#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "dataplane/files/archive.h"
#include "dataplane/files/disk_space.h"
#include "dataplane/files/utf8_names.h"

namespace stellwerk::files {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPackPieceBytes = 64 * 1024;

Error cannot_pack(const std::string& why) { return {"InvalidArchive", why}; }

Result<void> add_member(archive* writer, int out, const Directory& root, const ArchiveMember& member,
                        std::uint64_t& room) {
  auto file = root.open_file(member.path);
  if (!file) return {};
  if (file->bytes > room) return Error{"ArchiveTooLarge", "The files together are larger than an archive may hold"};
  room -= file->bytes;
  std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), archive_entry_free);
  archive_entry_set_pathname(entry.get(), member.name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), file->is_executable ? 0755 : 0644);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file->bytes));
  archive_entry_set_mtime(entry.get(), file->modified_seconds, 0);
  if (archive_write_header(writer, entry.get()) != ARCHIVE_OK) return cannot_pack(archive_error_string(writer));
  std::vector<char> buffer(kPackPieceBytes);
  for (std::uint64_t left = file->bytes; left > 0;) {
    ssize_t count = read(file->file.number(), buffer.data(), std::min<std::uint64_t>(left, buffer.size()));
    if (count <= 0) return cannot_pack("The file " + member.path + " changed while it was packed");
    if (is_space_short(out)) return disk_full();
    if (archive_write_data(writer, buffer.data(), static_cast<std::size_t>(count)) != count)
      return cannot_pack(archive_error_string(writer));
    left -= static_cast<std::uint64_t>(count);
  }
  return {};
}

}  // namespace

Result<void> create_zip(const fs::path& path, const Directory& directory, const std::vector<ArchiveMember>& members,
                        const Limits& limits) {
  Utf8Names utf8;
  // Before the writer, which writes once more when it ends.
  Descriptor out(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  std::unique_ptr<archive, int (*)(archive*)> writer(archive_write_new(), archive_write_free);
  archive_write_set_format_zip(writer.get());
  archive_write_set_options(writer.get(), "zip:compression-level=4,zip:hdrcharset=UTF-8");
  if (!out.is_open() || archive_write_open_fd(writer.get(), out.number()) != ARCHIVE_OK) {
    return cannot_pack("The archive cannot be written");
  }
  std::uint64_t room = limits.total_bytes;
  for (const auto& member : members) TRY(add_member(writer.get(), out.number(), directory, member, room));
  if (archive_write_close(writer.get()) != ARCHIVE_OK) return cannot_pack(archive_error_string(writer.get()));
  return {};
}

}  // namespace stellwerk::files
