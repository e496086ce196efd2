#pragma once
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace stellwerk::http {

/// Bytes received and not yet used.
class ReceiveBuffer {
 public:
  std::string_view view() const { return {bytes_.data() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }

  void consume(std::size_t count) {
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
  }

  /// Room behind what is there, at least kLeastRoom bytes.
  std::span<char> room() {
    if (begin_ > 0) {
      std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    if (bytes_.size() - end_ < kLeastRoom) bytes_.resize(end_ + kLeastRoom);
    return std::span(bytes_).subspan(end_);
  }
  void filled(std::size_t count) { end_ += count; }

  void append(std::string_view bytes) {
    while (!bytes.empty()) {
      std::span<char> space = room();
      std::size_t count = std::min(space.size(), bytes.size());
      std::memcpy(space.data(), bytes.data(), count);
      filled(count);
      bytes.remove_prefix(count);
    }
  }

 private:
  static constexpr std::size_t kLeastRoom = 4096;
  std::vector<char> bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace stellwerk::http
