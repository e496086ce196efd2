#include "dataplane/objects/sealed_file.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/assert.h"
#include "base/log.h"
#include "base/waiting.h"

namespace stellwerk::objects {
namespace {

constexpr std::size_t kNonceBytes = 12;
// Written pieces are sent to the disk early, so that the flush at the end does not have to wait for all.
constexpr std::uint64_t kEarlyWriteBytes = 8 * 1024 * 1024;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

EVP_CIPHER_CTX* thread_context() {
  thread_local CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  return context.get();
}

const EVP_CIPHER* galois_counter_mode() {
  static const EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

unsigned char* octets(char* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
const unsigned char* octets(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

void make_nonce(unsigned char (&nonce)[kNonceBytes], std::uint64_t piece) {
  std::memset(nonce, 0, kNonceBytes);
  for (std::size_t i = kNonceBytes; piece > 0; piece >>= 8) nonce[--i] = static_cast<unsigned char>(piece);
}

// The cause goes to the operator's log; the client learns what it can act on.
Error disk_refused(const std::filesystem::path& path, std::string_view what, std::string_view why) {
  log::error("Object file " + path.string() + ": " + std::string(what) + " failed: " + std::string(why));
  return Error{"InternalError", "We encountered an internal error. Please try again.", 500};
}

Error changed(const std::filesystem::path& path, std::string_view why) {
  log::error("Object file " + path.string() + " " + std::string(why) + ". Restore it from a backup");
  return Error{"InternalError", "The object's stored bytes are damaged and cannot be returned.", 500};
}

Result<void> check_free_space(const std::filesystem::path& path, int file) {
  struct statvfs status {};
  if (::fstatvfs(file, &status) != 0) return disk_refused(path, "asking for its free space", std::strerror(errno));
  if (static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize >= kReservedFreeBytes) return {};
  log::error("The disk of " + path.parent_path().string() +
             " is nearly full. No large object is taken until there is "
             "space");
  return Error{"ServiceUnavailable", "The server's disk is nearly full. Delete objects or ask its operator for space.",
               503};
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

FileDescriptor::~FileDescriptor() {
  if (is_open()) ::close(number_);
}

Result<void> sync_directory(const std::filesystem::path& directory) {
  FileDescriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open() || ::fsync(opened.number()) != 0) {
    return disk_refused(directory, "flushing the directory", std::strerror(errno));
  }
  return {};
}

Result<void> sync_file(const std::filesystem::path& path) {
  FileDescriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened.is_open() || ::fsync(opened.number()) != 0) {
    return disk_refused(path, "flushing", std::strerror(errno));
  }
  return {};
}

Result<SealedFileWriter> SealedFileWriter::create(const std::filesystem::path& path, std::string key) {
  FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.is_open()) return disk_refused(path, "creation", std::strerror(errno));
  SealedFileWriter writer(path, std::move(key), std::move(file));
  if (auto room = check_free_space(path, writer.file_.number()); !room) {
    ::unlink(path.c_str());
    return std::move(room).error();
  }
  return writer;
}

Result<void> SealedFileWriter::append(std::string_view piece) {
  STELLWERK_ASSERT(piece.size() <= kPieceBytes);
  sealed_.resize(piece.size() + kPieceTagBytes);
  unsigned char nonce[kNonceBytes];
  make_nonce(nonce, pieces_);
  EVP_CIPHER_CTX* context = thread_context();
  int length = 0;
  bool done =
      EVP_EncryptInit_ex2(context, galois_counter_mode(), octets(key_), nonce, nullptr) == 1 &&
      EVP_EncryptUpdate(context, octets(sealed_.data()), &length, octets(piece), static_cast<int>(piece.size())) == 1 &&
      EVP_EncryptFinal_ex(context, octets(sealed_.data()) + length, &length) == 1 &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, kPieceTagBytes, octets(sealed_.data()) + piece.size()) == 1;
  STELLWERK_ASSERT(done);
  std::string_view left = sealed_;
  while (!left.empty()) {
    ssize_t count = ::write(file_.number(), left.data(), left.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return disk_refused(path_, "writing", std::strerror(errno));
    left.remove_prefix(static_cast<std::size_t>(count));
  }
  ++pieces_;
  if (pieces_ * kPieceBytes % kEarlyWriteBytes != 0) return {};
  ::sync_file_range(file_.number(), 0, 0, SYNC_FILE_RANGE_WRITE);
  let_others_run();  // a copy never waits for a client
  return check_free_space(path_, file_.number());
}

Result<void> SealedFileWriter::finish() {
  Result<void> done;
  run_aside([&] { done = flush(); });
  return done;
}

Result<void> SealedFileWriter::flush() {
  if (::fdatasync(file_.number()) != 0) return disk_refused(path_, "flushing", std::strerror(errno));
  file_ = FileDescriptor();
  return sync_directory(path_.parent_path());
}

Result<SealedFileReader> SealedFileReader::open(const std::filesystem::path& path, std::string key,
                                                std::uint64_t size_bytes) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return disk_refused(path, "opening", std::strerror(errno));
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return disk_refused(path, "reading", std::strerror(errno));
  std::uint64_t pieces = (size_bytes + kPieceBytes - 1) / kPieceBytes;
  if (static_cast<std::uint64_t>(status.st_size) != size_bytes + pieces * kPieceTagBytes) {
    return changed(path, "has not the length it was written with");
  }
  return SealedFileReader(path, std::move(key), std::move(file), size_bytes);
}

Result<std::string_view> SealedFileReader::piece(std::uint64_t number) {
  std::uint64_t start = number * kPieceBytes;
  STELLWERK_ASSERT(start < size_bytes_);
  auto plain_bytes = static_cast<std::size_t>(std::min<std::uint64_t>(kPieceBytes, size_bytes_ - start));
  buffer_.resize(plain_bytes + kPieceTagBytes);
  std::size_t filled = 0;
  while (filled < buffer_.size()) {
    ssize_t count = ::pread(file_.number(), buffer_.data() + filled, buffer_.size() - filled,
                            static_cast<off_t>(number * (kPieceBytes + kPieceTagBytes) + filled));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return disk_refused(path_, "reading", std::strerror(errno));
    if (count == 0) return changed(path_, "was cut off");
    filled += static_cast<std::size_t>(count);
  }
  unsigned char nonce[kNonceBytes];
  make_nonce(nonce, number);
  EVP_CIPHER_CTX* context = thread_context();
  int length = 0;
  bool done = EVP_DecryptInit_ex2(context, galois_counter_mode(), octets(key_), nonce, nullptr) == 1 &&
              EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, kPieceTagBytes, buffer_.data() + plain_bytes) == 1 &&
              EVP_DecryptUpdate(context, octets(buffer_.data()), &length, octets(buffer_),
                                static_cast<int>(plain_bytes)) == 1 &&
              EVP_DecryptFinal_ex(context, octets(buffer_.data()) + length, &length) == 1;
  if (!done) return changed(path_, "was changed after it was written");
  return std::string_view(buffer_).substr(0, plain_bytes);
}

}  // namespace stellwerk::objects
