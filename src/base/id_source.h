#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace stellwerk {

/// Chance is handed in, so that a test can repeat a run from a seed.
class IdSource {
 public:
  virtual ~IdSource() = default;
  /// Fills `bytes` with random bytes fit for keys.
  virtual void fill(std::span<std::byte> bytes) = 0;

  std::string bytes(std::size_t count);
  /// RFC 4122 version 4, lower case.
  std::string uuid();
  /// `count` lower-case hexadecimal digits.
  std::string hex(std::size_t count);
  /// `count` characters, each drawn evenly from `alphabet`.
  std::string from_alphabet(std::size_t count, std::string_view alphabet);
};

/// The operating system's generator, through OpenSSL.
class SystemIdSource final : public IdSource {
 public:
  void fill(std::span<std::byte> bytes) override;
};

/// Repeatable: for tests only.
class SeededIdSource final : public IdSource {
 public:
  explicit SeededIdSource(unsigned seed) : state_(seed) {}
  void fill(std::span<std::byte> bytes) override;

 private:
  unsigned long long state_;
};

}  // namespace stellwerk
