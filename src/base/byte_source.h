#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"

namespace stellwerk {

/// Bytes read in bounded pieces: an upload's body, an object's content, a file.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills at most `into`; 0 is the end. May wait. An Error ends the source for good.
  virtual Result<std::size_t> read(std::span<char> into) = 0;
  /// Bytes still to come, if known beforehand.
  virtual std::optional<std::uint64_t> remaining_bytes() const = 0;
};

/// A source over a string held by it.
class StringSource final : public ByteSource {
 public:
  explicit StringSource(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read(std::span<char> into) override;
  std::optional<std::uint64_t> remaining_bytes() const override { return bytes_.size() - offset_; }

 private:
  std::string bytes_;
  std::size_t offset_ = 0;
};

/// Reads to the end. More than `limit_bytes` is an Error with code RequestEntityTooLarge and status 413.
Result<std::string> read_all(ByteSource& source, std::uint64_t limit_bytes);

}  // namespace stellwerk
