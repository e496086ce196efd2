#include "store/master_key.h"

#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/descriptor.h"
#include "base/id_source.h"

namespace stellwerk::store {
namespace {

constexpr std::size_t kKeyFileLimitBytes = 2 * kMasterKeyBytes + 2;

std::string system_message() { return std::strerror(errno); }

// A new name is durable only when its directory is.
bool sync_directory(const std::filesystem::path& directory) {
  Descriptor opened{::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return opened.is_open() && ::fsync(opened.number()) == 0;
}

}  // namespace

Result<std::string> read_master_key(const std::filesystem::path& path) {
  Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file.is_open()) {
    return Error{"MasterKeyMissing",
                 "The master key file " + path.string() + " cannot be read (" + system_message() +
                     "). Name the file with the key that the data directory was made with",
                 500};
  }
  struct stat status {};
  if (::fstat(file.number(), &status) != 0 || (status.st_mode & 077) != 0) {
    return Error{"MasterKeyExposed",
                 "The master key file " + path.string() + " may be read by others than its owner. Run: chmod 600 " +
                     path.string(),
                 500};
  }
  std::string text(kKeyFileLimitBytes, '\0');
  ssize_t count = ::read(file.number(), text.data(), text.size());
  text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  auto key = from_hex(trim(text));
  if (!key || key->size() != kMasterKeyBytes) {
    return Error{"MasterKeyMalformed",
                 "The master key file " + path.string() + " must hold 64 hexadecimal digits and nothing else", 500};
  }
  return std::move(*key);
}

Result<std::string> make_master_key(const std::filesystem::path& path, IdSource& ids) {
  Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (!file.is_open() && errno == EEXIST) {
    return Error{"MasterKeyExists", "There is a master key in " + path.string() + " already; it was left as it is",
                 500};
  }
  std::string key = ids.bytes(kMasterKeyBytes);
  std::string text = to_hex(key) + "\n";
  bool written = file.is_open() &&
                 ::write(file.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                 ::fsync(file.number()) == 0 && sync_directory(path.parent_path());
  if (!written) {
    return Error{"MasterKeyMissing", "The master key cannot be written to " + path.string() + ": " + system_message(),
                 500};
  }
  return key;
}

std::string hkdf_sha256(std::string_view key, std::string_view salt, std::string_view info, std::size_t bytes) {
  std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr), &EVP_KDF_free);
  std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(EVP_KDF_CTX_new(kdf.get()), &EVP_KDF_CTX_free);
  char hash[] = "SHA256";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, hash, 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, const_cast<char*>(key.data()), key.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, const_cast<char*>(salt.data()), salt.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, const_cast<char*>(info.data()), info.size()),
      OSSL_PARAM_construct_end()};
  std::string out(bytes, '\0');
  STELLWERK_ASSERT(
      EVP_KDF_derive(context.get(), reinterpret_cast<unsigned char*>(out.data()), out.size(), parameters) == 1);
  return out;
}

std::string derive_key(std::string_view master_key, std::string_view purpose) {
  STELLWERK_ASSERT(master_key.size() == kMasterKeyBytes);
  return hkdf_sha256(master_key, "", "stellwerk key for " + std::string(purpose), kMasterKeyBytes);
}

}  // namespace stellwerk::store
