#include "dataplane/files/directory.h"

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

#include "dataplane/files/disk_space.h"

namespace stellwerk::files {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kBeneath = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
constexpr int kRaceAttempts = 16;  // the kernel gives up a path that someone renames meanwhile
constexpr std::size_t kSpoolPieceBytes = 256 * 1024;

Error file_unavailable(const std::string& why) { return {"FileUnavailable", why}; }

Error not_there(const std::string& path) {
  return file_unavailable(path + " is not there, or is not what it should be");
}

Descriptor open_beneath(int root, const std::string& path, int flags, std::uint64_t resolve) {
  if (path.find('\0') != std::string::npos) return {};
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
  how.resolve = resolve;
  for (int attempt = 0; attempt < kRaceAttempts; ++attempt) {
    long opened = syscall(SYS_openat2, root, path.empty() ? "." : path.c_str(), &how, sizeof how);
    if (opened >= 0) return Descriptor(static_cast<int>(opened));
    if (errno != EAGAIN && errno != EINTR) break;
  }
  return {};
}

class FileSource final : public ByteSource {
 public:
  explicit FileSource(OpenFile file) : file_(std::move(file.file)), remaining_(file.bytes) {}
  Result<std::size_t> read(std::span<char> into) override {
    if (remaining_ == 0) return std::size_t{0};
    ssize_t count = ::read(file_.number(), into.data(), std::min<std::uint64_t>(into.size(), remaining_));
    if (count < 0) return file_unavailable(std::string("A file cannot be read: ") + std::strerror(errno));
    if (count == 0 && !into.empty()) return file_unavailable("A file became shorter while it was read");
    remaining_ -= static_cast<std::uint64_t>(count);
    return static_cast<std::size_t>(count);
  }
  std::optional<std::uint64_t> remaining_bytes() const override { return remaining_; }

 private:
  Descriptor file_;
  std::uint64_t remaining_;
};

struct DirectoryClose {
  void operator()(DIR* directory) const { closedir(directory); }
};

struct Listing {
  const Limits& limits;
  std::vector<std::string> out;

  Result<void> visit(Descriptor directory, const std::string& prefix, int depth) {
    if (depth > kDepthLimit) return Error{"TooManyFiles", "The directories are nested too deep"};
    std::unique_ptr<DIR, DirectoryClose> open(fdopendir(directory.number()));
    if (!open) return {};
    directory.release();
    int number = dirfd(open.get());
    while (dirent* entry = readdir(open.get())) {
      std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      struct stat facts {};
      if (fstatat(number, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0) continue;
      if (S_ISDIR(facts.st_mode)) {
        Descriptor inner = open_beneath(number, name, O_RDONLY | O_DIRECTORY, kBeneath | RESOLVE_NO_SYMLINKS);
        if (inner.is_open()) TRY(visit(std::move(inner), prefix + name + "/", depth + 1));
      } else if (S_ISREG(facts.st_mode) || S_ISLNK(facts.st_mode)) {
        if (out.size() >= limits.entries)
          return Error{"TooManyFiles", "There are more than " + std::to_string(limits.entries) + " files"};
        out.push_back(prefix + name);
      }
    }
    return {};
  }
};

}  // namespace

Result<Directory> Directory::open(const fs::path& path, std::optional<Owner> owner) {
  Descriptor out(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!out.is_open()) return not_there("The directory " + path.filename().string());
  return Directory(std::move(out), owner);
}

Result<Directory> Directory::below(const std::string& path) const {
  Descriptor out = open_beneath(number(), path, O_RDONLY | O_DIRECTORY, kBeneath | RESOLVE_NO_SYMLINKS);
  if (!out.is_open()) return not_there("The directory " + path);
  return Directory(std::move(out), owner_);
}

Result<Directory> Directory::make(const std::string& path) const {
  if (auto there = below(path)) return there;
  Directory at = TRY(below(""));
  for (std::size_t begin = 0; begin < path.size();) {
    std::size_t end = std::min(path.find('/', begin), path.size());
    std::string part = path.substr(begin, end - begin);
    begin = end + 1;
    if (part.empty()) continue;
    if (mkdirat(at.number(), part.c_str(), 0755) == 0) TRY(give_away(at.number(), part.c_str()));
    at = TRY(at.below(part));
  }
  return at;
}

Result<OpenFile> Directory::open_file(const std::string& path) const {
  // Looked at before it is opened: to open a device or a pipe is to act on it.
  Descriptor found = open_beneath(number(), path, O_PATH, kBeneath);
  struct stat facts {};
  if (!found.is_open() || fstat(found.number(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    return not_there("The file " + path);
  }
  std::string same = "/proc/self/fd/" + std::to_string(found.number());
  OpenFile out{Descriptor(::open(same.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)),
               static_cast<std::uint64_t>(facts.st_size), (facts.st_mode & 0111) != 0, facts.st_mtime};
  if (!out.file.is_open()) return file_unavailable("The file " + path + " cannot be read: " + std::strerror(errno));
  return out;
}

Result<std::shared_ptr<ByteSource>> Directory::read(const std::string& path, std::uint64_t limit_bytes) const {
  OpenFile file = TRY(open_file(path));
  if (file.bytes > limit_bytes)
    return Error{"FileTooLarge", "The file " + path + " is larger than " + std::to_string(limit_bytes) + " bytes"};
  return std::shared_ptr<ByteSource>(std::make_shared<FileSource>(std::move(file)));
}

Result<std::vector<std::string>> Directory::list(const std::string& path, const Limits& limits) const {
  Directory start = TRY(below(path));
  Listing listing{limits, {}};
  TRY(listing.visit(std::move(start.descriptor_), "", 0));
  std::ranges::sort(listing.out);
  return std::move(listing.out);
}

Result<Descriptor> Directory::create(const std::string& name, mode_t mode) const {
  unlinkat(number(), name.c_str(), 0);
  Descriptor out(openat(number(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
  if (!out.is_open()) return file_unavailable("The file " + name + " cannot be written: " + std::strerror(errno));
  if (owner_ && fchown(out.number(), owner_->user, owner_->group) != 0)
    return file_unavailable("The file " + name + " cannot be given away: " + std::strerror(errno));
  return out;
}

Result<void> Directory::link(const std::string& target, const std::string& name) const {
  unlinkat(number(), name.c_str(), 0);
  if (symlinkat(target.c_str(), number(), name.c_str()) != 0)
    return file_unavailable("The link " + name + " cannot be made: " + std::strerror(errno));
  return give_away(number(), name.c_str());
}

Result<void> Directory::give_away(int parent, const char* name) const {
  if (!owner_ || fchownat(parent, name, owner_->user, owner_->group, AT_SYMLINK_NOFOLLOW) == 0) return {};
  return file_unavailable(std::string(name) + " cannot be given away: " + std::strerror(errno));
}

Result<std::shared_ptr<ByteSource>> read_file(const fs::path& path) {
  return TRY(Directory::open(path.parent_path())).read(path.filename().string());
}

Result<void> write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == ENOSPC || errno == EDQUOT)) return disk_full();
    if (count < 0) return file_unavailable(std::string("A file cannot be written: ") + std::strerror(errno));
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> spool(ByteSource& source, const fs::path& path, std::uint64_t limit_bytes) {
  Descriptor out(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!out.is_open()) return file_unavailable(std::string("A file cannot be written: ") + std::strerror(errno));
  std::vector<char> buffer(kSpoolPieceBytes);
  for (std::uint64_t total = 0;;) {
    std::size_t count = TRY(source.read(buffer));
    if (count == 0) return {};
    total += count;
    if (total > limit_bytes)
      return Error{"FileTooLarge", "The object is larger than " + std::to_string(limit_bytes) + " bytes"};
    if (is_space_short(out.number())) return disk_full();
    TRY(write_all(out.number(), {buffer.data(), count}));
  }
}

}  // namespace stellwerk::files
