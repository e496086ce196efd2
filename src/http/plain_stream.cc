#include <sys/socket.h>

#include <cerrno>

#include "http/stream.h"

namespace stellwerk::http {
namespace {

class PlainStream final : public Stream {
 public:
  explicit PlainStream(Descriptor& descriptor) : descriptor_(descriptor) {}

  bool handshake(Fiber&) override { return true; }

  std::size_t read_some(Fiber& fiber, std::span<char> into) override {
    while (true) {
      ssize_t count = ::recv(descriptor_.file_descriptor(), into.data(), into.size(), 0);
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno == EINTR) continue;
      if (errno != EAGAIN || !descriptor_.wait_readable(fiber)) return 0;
    }
  }

  bool write(Fiber& fiber, std::string_view bytes) override {
    while (!bytes.empty()) {
      ssize_t count = ::send(descriptor_.file_descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(count));
      } else if (errno != EINTR && (errno != EAGAIN || !descriptor_.wait_writable(fiber))) {
        return false;
      }
    }
    return true;
  }

  void finish_writing() override { ::shutdown(descriptor_.file_descriptor(), SHUT_WR); }

 private:
  Descriptor& descriptor_;
};

}  // namespace

std::unique_ptr<Stream> make_plain_stream(Descriptor& descriptor) { return std::make_unique<PlainStream>(descriptor); }

}  // namespace stellwerk::http
