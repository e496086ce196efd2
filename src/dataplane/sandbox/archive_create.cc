#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "dataplane/sandbox/archive.h"
#include "dataplane/sandbox/descriptor.h"
#include "dataplane/sandbox/utf8_names.h"

namespace stellwerk::sandbox {
namespace {

namespace fs = std::filesystem;

constexpr int kDepthLimit = 256;

Error invalid(const std::string& why) { return {"InvalidArchive", why}; }

/// The kernel refuses any step, link or "..", that leads out of the root.
Descriptor open_below(int root, const std::string& path, int flags) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC | O_NONBLOCK);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return Descriptor(static_cast<int>(syscall(SYS_openat2, root, path.empty() ? "." : path.c_str(), &how, sizeof how)));
}

Result<Descriptor> open_root(const fs::path& root) {
  Descriptor out(open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!out.is_open()) return invalid("The directory " + root.filename().string() + " is not there");
  return out;
}

class FileSource final : public ByteSource {
 public:
  FileSource(Descriptor file, std::uint64_t size) : file_(std::move(file)), remaining_(size) {}
  Result<std::size_t> read(std::span<char> into) override {
    ssize_t count = ::read(file_.number(), into.data(), std::min<std::uint64_t>(into.size(), remaining_));
    if (count < 0) return invalid(std::string("A file cannot be read: ") + std::strerror(errno));
    remaining_ -= static_cast<std::uint64_t>(count);
    return static_cast<std::size_t>(count);
  }
  std::optional<std::uint64_t> remaining_bytes() const override { return remaining_; }

 private:
  Descriptor file_;
  std::uint64_t remaining_;
};

struct Listing {
  const ArchiveLimits& limits;
  std::vector<std::string> out;

  Result<void> visit(Descriptor directory, const std::string& prefix, int depth) {
    if (depth > kDepthLimit) return Error{"ArchiveTooLarge", "The directories are nested too deep"};
    int number = directory.number();
    std::unique_ptr<DIR, int (*)(DIR*)> open(fdopendir(dup(number)), closedir);
    if (!open) return {};
    while (dirent* entry = readdir(open.get())) {
      std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      struct stat facts {};
      if (fstatat(number, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0) continue;
      if (S_ISDIR(facts.st_mode)) {
        Descriptor inner(openat(number, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (inner.is_open()) TRY(visit(std::move(inner), prefix + name + "/", depth + 1));
      } else if (S_ISREG(facts.st_mode) || S_ISLNK(facts.st_mode)) {
        if (out.size() >= limits.entries)
          return Error{"ArchiveTooLarge", "There are more than " + std::to_string(limits.entries) + " files"};
        out.push_back(prefix + name);
      }
    }
    return {};
  }
};

Result<void> add_member(archive* writer, int root, const ArchiveMember& member) {
  Descriptor file = open_below(root, member.path, O_RDONLY);
  struct stat facts {};
  if (!file.is_open() || fstat(file.number(), &facts) != 0 || !S_ISREG(facts.st_mode)) return {};
  std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), archive_entry_free);
  archive_entry_set_pathname(entry.get(), member.name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), (facts.st_mode & 0111) ? 0755 : 0644);
  archive_entry_set_size(entry.get(), facts.st_size);
  archive_entry_set_mtime(entry.get(), facts.st_mtime, 0);
  if (archive_write_header(writer, entry.get()) != ARCHIVE_OK) return invalid(archive_error_string(writer));
  char buffer[64 * 1024];
  for (auto left = static_cast<std::uint64_t>(facts.st_size); left > 0;) {
    ssize_t count = read(file.number(), buffer, std::min<std::uint64_t>(left, sizeof buffer));
    if (count <= 0) return invalid("The file " + member.path + " changed while it was packed");
    if (archive_write_data(writer, buffer, static_cast<std::size_t>(count)) != count)
      return invalid(archive_error_string(writer));
    left -= static_cast<std::uint64_t>(count);
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> list_files(const fs::path& root, const std::string& directory,
                                            const ArchiveLimits& limits) {
  Descriptor top = TRY(open_root(root));
  Descriptor start = open_below(top.number(), directory, O_RDONLY | O_DIRECTORY);
  if (!start.is_open()) return invalid("The directory " + directory + " is not there");
  Listing listing{limits, {}};
  TRY(listing.visit(std::move(start), "", 0));
  std::ranges::sort(listing.out);
  return std::move(listing.out);
}

Result<void> create_zip(const fs::path& path, const fs::path& root, const std::vector<ArchiveMember>& members) {
  Utf8Names utf8;
  Descriptor top = TRY(open_root(root));
  std::unique_ptr<archive, int (*)(archive*)> writer(archive_write_new(), archive_write_free);
  archive_write_set_format_zip(writer.get());
  archive_write_set_options(writer.get(), "zip:compression-level=4,zip:hdrcharset=UTF-8");
  Descriptor out(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!out.is_open() || archive_write_open_fd(writer.get(), out.number()) != ARCHIVE_OK) {
    return invalid("The archive cannot be written");
  }
  for (const auto& member : members) TRY(add_member(writer.get(), top.number(), member));
  if (archive_write_close(writer.get()) != ARCHIVE_OK) return invalid(archive_error_string(writer.get()));
  return {};
}

Result<std::shared_ptr<ByteSource>> open_file_below(const fs::path& root, const std::string& path) {
  Descriptor top = TRY(open_root(root));
  Descriptor file = open_below(top.number(), path, O_RDONLY);
  struct stat facts {};
  if (!file.is_open() || fstat(file.number(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    return invalid("The file " + path + " is not there");
  }
  return std::shared_ptr<ByteSource>(
      std::make_shared<FileSource>(std::move(file), static_cast<std::uint64_t>(facts.st_size)));
}

Result<void> spool(ByteSource& source, const fs::path& path, std::uint64_t limit_bytes) {
  Descriptor out(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!out.is_open()) return invalid("A file of the work area cannot be written: " + std::string(std::strerror(errno)));
  std::vector<char> buffer(256 * 1024);
  for (std::uint64_t total = 0;;) {
    std::size_t count = TRY(source.read(buffer));
    if (count == 0) return {};
    total += count;
    if (total > limit_bytes)
      return Error{"ArchiveTooLarge", "The object is larger than " + std::to_string(limit_bytes) + " bytes"};
    for (std::size_t done = 0; done < count;) {
      ssize_t written = write(out.number(), buffer.data() + done, count - done);
      if (written < 0)
        return invalid("A file of the work area cannot be written: " + std::string(std::strerror(errno)));
      done += static_cast<std::size_t>(written);
    }
  }
}

}  // namespace stellwerk::sandbox
