#include "store/encrypted_files.h"

#include <openssl/evp.h>
#include <rocksdb/env.h>
#include <rocksdb/env_encryption.h>
#include <rocksdb/file_system.h>

#include <algorithm>
#include <cstring>
#include <fstream>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/digest.h"
#include "base/id_source.h"
#include "store/master_key.h"

namespace stellwerk::store {
namespace {

// The head of a file: marker, salt, MAC over both, zeros up to a page so that the rest stays aligned.
constexpr std::string_view kMarker = "STWKENC2";
constexpr std::string_view kMarkerBeforeSeals = "STWKENC1";
constexpr std::size_t kSaltBytes = 32;
constexpr std::size_t kMacBytes = 32;
constexpr std::size_t kHeadBytes = 4096;
constexpr std::size_t kCipherBlockBytes = 16;
constexpr std::size_t kFileKeyBytes = 32;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

// One context a thread: reads of one file come from many threads, and making a context costs more than
// enciphering a block.
EVP_CIPHER_CTX* thread_context() {
  thread_local CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  return context.get();
}

const EVP_CIPHER* counter_mode() {
  static const EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, "AES-256-CTR", nullptr);
  return cipher;
}

class FileCipher final : public rocksdb::BlockAccessCipherStream {
 public:
  explicit FileCipher(std::string key_and_counter) : key_(std::move(key_and_counter)) {}

  size_t BlockSize() override { return kCipherBlockBytes; }
  rocksdb::Status Encrypt(uint64_t offset, char* data, size_t size) override { return apply(offset, data, size); }
  rocksdb::Status Decrypt(uint64_t offset, char* data, size_t size) override { return apply(offset, data, size); }

 protected:
  void AllocateScratch(std::string&) override {}
  rocksdb::Status EncryptBlock(uint64_t index, char* data, char*) override {
    return apply(index * kCipherBlockBytes, data, kCipherBlockBytes);
  }
  rocksdb::Status DecryptBlock(uint64_t index, char* data, char*) override {
    return apply(index * kCipherBlockBytes, data, kCipherBlockBytes);
  }

 private:
  rocksdb::Status apply(uint64_t offset, char* data, size_t size) {
    unsigned char counter[kCipherBlockBytes];
    std::memcpy(counter, key_.data() + kFileKeyBytes, sizeof counter);
    add(counter, offset / kCipherBlockBytes);
    EVP_CIPHER_CTX* context = thread_context();
    bool done = EVP_EncryptInit_ex2(context, counter_mode(), reinterpret_cast<const unsigned char*>(key_.data()),
                                    counter, nullptr) == 1;
    // The start may lie within a cipher block: let the bytes before it pass.
    unsigned char passed[kCipherBlockBytes] = {};
    int length = 0;
    if (size_t before = offset % kCipherBlockBytes; done && before > 0) {
      done = EVP_EncryptUpdate(context, passed, &length, passed, static_cast<int>(before)) == 1;
    }
    constexpr size_t kPieceBytes = 1 << 30;  // OpenSSL counts in int
    while (done && size > 0) {
      auto piece = static_cast<int>(std::min(size, kPieceBytes));
      auto* bytes = reinterpret_cast<unsigned char*>(data);
      done = EVP_EncryptUpdate(context, bytes, &length, bytes, piece) == 1;
      data += piece;
      size -= static_cast<size_t>(piece);
    }
    return done ? rocksdb::Status::OK() : rocksdb::Status::IOError("the cipher refused a block");
  }

  static void add(unsigned char* counter, uint64_t blocks) {
    unsigned carry = 0;
    for (int i = kCipherBlockBytes - 1; i >= 0; --i, blocks >>= 8) {
      unsigned sum = counter[i] + static_cast<unsigned>(blocks & 0xFF) + carry;
      counter[i] = static_cast<unsigned char>(sum);
      carry = sum >> 8;
    }
  }

  std::string key_;  // the file's key, then its first counter block
};

// A file made just before the power failed may be short or all zeros.
bool never_reached_the_disk(std::string_view head) {
  return head.size() < kHeadBytes || std::ranges::all_of(head, [](char byte) { return byte == '\0'; });
}

std::string head_key(std::string_view master_key) { return derive_key(master_key, "database file heads"); }

FileHead judge(std::string_view head, std::string_view head_key) {
  if (never_reached_the_disk(head)) return FileHead::unfinished;
  std::string_view claimed = head.substr(0, kMarker.size() + kSaltBytes);
  std::string_view mac = head.substr(claimed.size(), kMacBytes);
  if (!equal_in_constant_time(mac, hmac_sha256(head_key, claimed))) return FileHead::foreign;
  if (head.starts_with(kMarker)) return FileHead::whole;
  return head.starts_with(kMarkerBeforeSeals) ? FileHead::unsealed : FileHead::foreign;
}

class MasterKeyProvider final : public rocksdb::EncryptionProvider {
 public:
  MasterKeyProvider(std::string_view master_key, std::shared_ptr<std::atomic<bool>> met_foreign_file)
      : file_key_(derive_key(master_key, "database files")),
        head_key_(head_key(master_key)),
        met_foreign_file_(std::move(met_foreign_file)) {}

  const char* Name() const override { return "stellwerk"; }
  size_t GetPrefixLength() const override { return kHeadBytes; }

  rocksdb::Status CreateNewPrefix(const std::string&, char* prefix, size_t length) const override {
    STELLWERK_ASSERT(length == kHeadBytes);
    std::string head(kMarker);
    head += SystemIdSource().bytes(kSaltBytes);
    head += hmac_sha256(head_key_, head);
    head.resize(kHeadBytes, '\0');
    std::memcpy(prefix, head.data(), kHeadBytes);
    return rocksdb::Status::OK();
  }

  rocksdb::Status AddCipher(const std::string&, const char*, size_t, bool) override {
    return rocksdb::Status::NotSupported("the key comes from the master key");
  }

  rocksdb::Status CreateCipherStream(const std::string& name, const rocksdb::EnvOptions&, rocksdb::Slice& prefix,
                                     std::unique_ptr<rocksdb::BlockAccessCipherStream>* result) override {
    std::string_view head(prefix.data(), prefix.size());
    std::string_view salt = "";
    FileHead judged = judge(head, head_key_);
    if (judged == FileHead::foreign) {
      *met_foreign_file_ = true;
      return rocksdb::Status::Corruption("not written with this master key", name);
    }
    // An unfinished file deciphers to noise, and the database treats it as the unfinished end of its log.
    if (judged != FileHead::unfinished) salt = head.substr(kMarker.size(), kSaltBytes);
    *result = std::make_unique<FileCipher>(
        hkdf_sha256(file_key_, salt, "stellwerk database file", kFileKeyBytes + kCipherBlockBytes));
    return rocksdb::Status::OK();
  }

 private:
  std::string file_key_;
  std::string head_key_;
  std::shared_ptr<std::atomic<bool>> met_foreign_file_;
};

}  // namespace

EncryptedFiles encrypted_files(std::string_view master_key, const std::shared_ptr<rocksdb::FileSystem>& disk) {
  auto met_foreign_file = std::make_shared<std::atomic<bool>>(false);
  auto provider = std::make_shared<MasterKeyProvider>(master_key, met_foreign_file);
  auto environment = rocksdb::NewCompositeEnv(rocksdb::NewEncryptedFS(disk, provider));
  return {std::move(environment), std::move(met_foreign_file)};
}

FileHead head_of(const std::filesystem::path& path, std::string_view master_key) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return FileHead::missing;
  std::string head(kHeadBytes, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  return judge(head, head_key(master_key));
}

void empty_torn_logs(const std::filesystem::path& directory) {
  std::error_code failed;
  for (auto at = std::filesystem::directory_iterator(directory, failed);
       !failed && at != std::filesystem::directory_iterator(); at.increment(failed)) {
    if (at->path().extension() != ".log") continue;
    std::error_code ignored;
    std::uintmax_t size = at->file_size(ignored);
    if (!ignored && size > 0 && size < kHeadBytes) std::filesystem::resize_file(at->path(), 0, ignored);
  }
}

}  // namespace stellwerk::store
