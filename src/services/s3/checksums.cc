#include "services/s3/checksums.h"

#include <array>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/digest.h"

namespace stellwerk::s3 {
namespace {

struct Algorithm {
  std::string_view name;
  ChecksumKind kind;
  std::size_t bytes;
};

constexpr Algorithm kAlgorithms[] = {{"CRC32", ChecksumKind::crc32, 4},
                                     {"CRC32C", ChecksumKind::crc32c, 4},
                                     {"CRC64NVME", ChecksumKind::crc64nvme, 8},
                                     {"SHA1", ChecksumKind::sha1, 20},
                                     {"SHA256", ChecksumKind::sha256, 32}};

const Algorithm* find_algorithm(std::string_view name) {
  for (const Algorithm& algorithm : kAlgorithms) {
    if (algorithm.name == name) return &algorithm;
  }
  return nullptr;
}

::stellwerk::Error invalid_request(std::string message) { return {"InvalidRequest", std::move(message), 400}; }

template <class Word>
std::string big_endian(Word value) {
  std::string out(sizeof value, '\0');
  for (std::size_t i = sizeof value; i-- > 0; value >>= 8) out[i] = static_cast<char>(value & 0xFF);
  return out;
}

template <class Word>
Word from_big_endian(std::string_view bytes) {
  Word value = 0;
  for (unsigned char byte : bytes) value = static_cast<Word>(value << 8) | byte;
  return value;
}

// A CRC register's step over zero bits is linear, so it is a matrix over GF(2); its squares skip 2, 4, 8 … bits.
template <class Word>
using Matrix = std::array<Word, sizeof(Word) * 8>;

template <class Word>
Word times(const Matrix<Word>& matrix, Word vector) {
  Word sum = 0;
  for (std::size_t row = 0; vector; vector >>= 1, ++row) {
    if (vector & 1) sum ^= matrix[row];
  }
  return sum;
}

template <class Word>
Matrix<Word> squared(const Matrix<Word>& matrix) {
  Matrix<Word> out;
  for (std::size_t row = 0; row < out.size(); ++row) out[row] = times(matrix, matrix[row]);
  return out;
}

/// The CRC of A followed by B from those of A and B and the length of B in bytes.
template <class Word>
Word combine_crc(Word polynomial, Word first, Word second, std::uint64_t second_bytes) {
  Matrix<Word> skip;
  skip[0] = polynomial;
  for (std::size_t row = 1; row < skip.size(); ++row) skip[row] = Word{1} << (row - 1);
  skip = squared(squared(squared(skip)));  // one byte
  for (; second_bytes; second_bytes >>= 1, skip = squared(skip)) {
    if (second_bytes & 1) first = times(skip, first);
  }
  return first ^ second;
}

template <class Word>
std::string combined_crc(Word polynomial, const std::vector<PartChecksum>& parts) {
  Word sum = 0;
  for (const PartChecksum& part : parts) {
    sum = combine_crc(polynomial, sum, from_big_endian<Word>(part.raw), part.size);
  }
  return big_endian(sum);
}

std::string checksum_of(ChecksumKind kind, std::string_view bytes) {
  switch (kind) {
    case ChecksumKind::crc32: return big_endian(crc32(0, bytes));
    case ChecksumKind::crc32c: return big_endian(crc32c(0, bytes));
    case ChecksumKind::crc64nvme: return big_endian(crc64nvme(0, bytes));
    case ChecksumKind::sha1: return digest(DigestKind::sha1, bytes);
    case ChecksumKind::sha256: return digest(DigestKind::sha256, bytes);
  }
  return {};
}

}  // namespace

Result<ChecksumKind> checksum_kind(std::string_view algorithm) {
  if (const Algorithm* found = find_algorithm(algorithm)) return found->kind;
  for (std::string_view known : {"SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"}) {
    if (algorithm == known) return not_implemented("The checksum algorithm " + std::string(algorithm));
  }
  return invalid_request(
      "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
      "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
}

Result<ClaimedChecksum> detail::only_claim(const NamedClaims& claims) {
  ClaimedChecksum out;
  for (const auto& [algorithm, value] : claims) {
    if (!*value) continue;
    if (!out.algorithm.empty()) {
      return invalid_request("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    TRY(checksum_kind(algorithm));
    std::string_view bare = **value;
    if (std::size_t dash = bare.find('-'); dash != std::string_view::npos) bare = bare.substr(0, dash);
    auto raw = from_base64(bare);
    if (!raw || raw->size() != find_algorithm(algorithm)->bytes) {
      return invalid_request("Value for x-amz-checksum-" + to_lower(algorithm) + " header is invalid.");
    }
    out = {std::string(algorithm), **value};
  }
  return out;
}

std::string combined_checksum(std::string_view algorithm, std::string_view type,
                              const std::vector<PartChecksum>& parts) {
  const Algorithm* found = find_algorithm(algorithm);
  STELLWERK_ASSERT(found);
  if (type == kFullObject) {
    // Reflected polynomials, as in base/digest.cc.
    if (found->kind == ChecksumKind::crc32) return to_base64(combined_crc<std::uint32_t>(0xEDB88320u, parts));
    if (found->kind == ChecksumKind::crc32c) return to_base64(combined_crc<std::uint32_t>(0x82F63B78u, parts));
    STELLWERK_ASSERT(found->kind == ChecksumKind::crc64nvme);
    return to_base64(combined_crc<std::uint64_t>(0x9A6C9329AC4BC9B5ull, parts));
  }
  std::string joined;
  for (const PartChecksum& part : parts) joined += part.raw;
  return to_base64(checksum_of(found->kind, joined)) + "-" + std::to_string(parts.size());
}

}  // namespace stellwerk::s3
