#include "base/cipher.h"

#include <openssl/evp.h>

#include <memory>

#include "base/assert.h"

namespace stellwerk {
namespace {

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

unsigned char* data(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* data(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string seal(std::string_view key, std::string_view plaintext, std::string_view context, IdSource& ids) {
  STELLWERK_ASSERT(key.size() == kAes256KeyBytes);
  std::string out = ids.bytes(kNonceBytes);
  out.resize(kNonceBytes + plaintext.size() + kTagBytes);
  CipherContext cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int length = 0;
  bool done = EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, data(key), data(out)) == 1 &&
              EVP_EncryptUpdate(cipher.get(), nullptr, &length, data(context), static_cast<int>(context.size())) == 1 &&
              EVP_EncryptUpdate(cipher.get(), data(out) + kNonceBytes, &length, data(plaintext),
                                static_cast<int>(plaintext.size())) == 1 &&
              EVP_EncryptFinal_ex(cipher.get(), data(out) + kNonceBytes + plaintext.size(), &length) == 1 &&
              EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                                  data(out) + kNonceBytes + plaintext.size()) == 1;
  STELLWERK_ASSERT(done);
  return out;
}

std::optional<std::string> unseal(std::string_view key, std::string_view sealed, std::string_view context) {
  STELLWERK_ASSERT(key.size() == kAes256KeyBytes);
  if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
  std::string_view body = sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string out(body.size(), '\0');
  CipherContext cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int length = 0;
  bool done = EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, data(key), data(sealed)) == 1 &&
              EVP_DecryptUpdate(cipher.get(), nullptr, &length, data(context), static_cast<int>(context.size())) == 1 &&
              EVP_DecryptUpdate(cipher.get(), data(out), &length, data(body), static_cast<int>(body.size())) == 1 &&
              EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, data(tag)) == 1 &&
              EVP_DecryptFinal_ex(cipher.get(), data(out) + out.size(), &length) == 1;
  if (!done) return std::nullopt;
  return out;
}

}  // namespace stellwerk
