#include "app/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace stellwerk::app {
namespace {

Error unwritable(const std::filesystem::path& path) {
  return Error{"FileUnwritable", "Cannot write " + path.string() + ": " + std::strerror(errno), 500};
}

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    ssize_t count = ::write(file, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void sync_directory(const std::filesystem::path& path) {
  int directory = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;
  ::fsync(directory);
  ::close(directory);
}

}  // namespace

Result<void> write_file(const std::filesystem::path& path, std::string_view content, unsigned mode, Lifetime lifetime) {
  const bool is_durable = lifetime == Lifetime::installation;
  std::filesystem::path fresh = path;
  fresh += ".new";
  ::unlink(fresh.c_str());
  int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return unwritable(fresh);
  bool is_written = write_all(file, content) && (!is_durable || ::fsync(file) == 0);
  if (::close(file) != 0 || !is_written || ::rename(fresh.c_str(), path.c_str()) != 0) return unwritable(fresh);
  if (is_durable) sync_directory(path.parent_path());
  return {};
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf())) {
    return Error{"FileUnreadable", "Cannot read " + path.string() + ": " + std::strerror(errno), 500};
  }
  return content.str();
}

Result<void> make_directory(const std::filesystem::path& path) {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) return {};
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), failed);
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return unwritable(path);
  return {};
}

}  // namespace stellwerk::app
