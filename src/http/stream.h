#pragma once
#include <memory>
#include <span>
#include <string_view>

#include "http/fiber_pool.h"

namespace stellwerk::http {

class TlsContext;

/// A connection's bytes, plain or through TLS. Waits hold no thread. Whoever sets time limits shuts the
/// socket down, so a wait always ends.
class Stream {
 public:
  virtual ~Stream() = default;
  /// Before anything else. False: the peer is not fit to talk to.
  virtual bool handshake(Fiber& fiber) = 0;
  /// At least one byte; 0 is the end or a broken connection.
  virtual std::size_t read_some(Fiber& fiber, std::span<char> into) = 0;
  /// All of it, or false.
  virtual bool write(Fiber& fiber, std::string_view bytes) = 0;
  /// Tells the peer that no more will come.
  virtual void finish_writing() = 0;
  /// "1.2" or "1.3" after the handshake; empty without TLS.
  virtual std::string_view tls_version() const { return {}; }
};

std::unique_ptr<Stream> make_plain_stream(Descriptor& descriptor);
std::unique_ptr<Stream> make_tls_stream(Descriptor& descriptor, TlsContext& context);

}  // namespace stellwerk::http
