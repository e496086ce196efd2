#include "base/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "base/assert.h"

namespace stellwerk {
namespace {

const EVP_MD* algorithm(DigestKind kind) {
  switch (kind) {
    case DigestKind::md5: return EVP_md5();
    case DigestKind::sha1: return EVP_sha1();
    case DigestKind::sha256: return EVP_sha256();
  }
  return nullptr;
}

template <class Word>
constexpr std::array<Word, 256> reflected_table(Word polynomial) {
  std::array<Word, 256> table{};
  for (unsigned i = 0; i < 256; ++i) {
    Word value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1) ? (value >> 1) ^ polynomial : value >> 1;
    table[i] = value;
  }
  return table;
}

template <class Word>
Word reflected_crc(const std::array<Word, 256>& table, Word so_far, std::string_view bytes) {
  Word value = ~so_far;
  for (unsigned char byte : bytes) value = table[(value ^ byte) & 0xFF] ^ (value >> 8);
  return ~value;
}

constexpr auto kCrc32 = reflected_table<std::uint32_t>(0xEDB88320u);
constexpr auto kCrc32c = reflected_table<std::uint32_t>(0x82F63B78u);
constexpr auto kCrc64nvme = reflected_table<std::uint64_t>(0x9A6C9329AC4BC9B5ull);

}  // namespace

struct Digest::Context {
  EVP_MD_CTX* openssl = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(openssl); }
};

Digest::Digest(DigestKind kind) : context_(std::make_unique<Context>()) {
  STELLWERK_ASSERT(EVP_DigestInit_ex(context_->openssl, algorithm(kind), nullptr) == 1);
}
Digest::~Digest() = default;
Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;

void Digest::update(std::string_view bytes) {
  STELLWERK_ASSERT(EVP_DigestUpdate(context_->openssl, bytes.data(), bytes.size()) == 1);
}

std::string Digest::finish() {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  STELLWERK_ASSERT(EVP_DigestFinal_ex(context_->openssl, out, &length) == 1);
  return std::string(reinterpret_cast<char*>(out), length);
}

std::string digest(DigestKind kind, std::string_view bytes) {
  Digest running(kind);
  running.update(bytes);
  return running.finish();
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
       bytes.size(), out, &length);
  return std::string(reinterpret_cast<char*>(out), length);
}

std::uint32_t crc32(std::uint32_t so_far, std::string_view bytes) { return reflected_crc(kCrc32, so_far, bytes); }
std::uint32_t crc32c(std::uint32_t so_far, std::string_view bytes) { return reflected_crc(kCrc32c, so_far, bytes); }
std::uint64_t crc64nvme(std::uint64_t so_far, std::string_view bytes) {
  return reflected_crc(kCrc64nvme, so_far, bytes);
}

}  // namespace stellwerk
