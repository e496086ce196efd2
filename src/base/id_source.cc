#include "base/id_source.h"

#include <openssl/rand.h>

#include "base/assert.h"

namespace stellwerk {

std::string IdSource::bytes(std::size_t count) {
  std::string out(count, '\0');
  fill(std::as_writable_bytes(std::span(out)));
  return out;
}

std::string IdSource::hex(std::size_t count) { return from_alphabet(count, "0123456789abcdef"); }

std::string IdSource::uuid() {
  std::string out = hex(32);
  out[12] = '4';
  out[16] = "89ab"[static_cast<unsigned char>(out[16]) % 4];
  for (std::size_t position : {8, 13, 18, 23}) out.insert(position, 1, '-');
  return out;
}

std::string IdSource::from_alphabet(std::size_t count, std::string_view alphabet) {
  STELLWERK_ASSERT(!alphabet.empty() && alphabet.size() <= 256);
  // Bytes at or above the largest multiple of the alphabet's size would favour its first letters.
  const unsigned fair_limit = 256 - 256 % static_cast<unsigned>(alphabet.size());
  std::string out;
  while (out.size() < count) {
    for (char byte : bytes(count - out.size() + 8)) {
      auto value = static_cast<unsigned char>(byte);
      if (value < fair_limit && out.size() < count) out.push_back(alphabet[value % alphabet.size()]);
    }
  }
  return out;
}

void SystemIdSource::fill(std::span<std::byte> bytes) {
  int done = RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  STELLWERK_ASSERT(done == 1);
}

void SeededIdSource::fill(std::span<std::byte> bytes) {
  for (std::byte& byte : bytes) {
    state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
    byte = static_cast<std::byte>(state_ >> 56);
  }
}

}  // namespace stellwerk
