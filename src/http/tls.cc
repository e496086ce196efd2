#include "http/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "http/stream.h"

namespace stellwerk::http {
namespace {

constexpr unsigned char kSessionContext[] = "stellwerk";
// Of TLS 1.2: forward secrecy and authenticated encryption only, so no CBC. TLS 1.3 has nothing else.
constexpr const char* kCiphersOfTls12 = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr unsigned char kHttp11[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size, const unsigned char* offered,
                    unsigned offered_size, void*) {
  unsigned char* match = nullptr;
  int found = SSL_select_next_proto(&match, chosen_size, kHttp11, sizeof kHttp11, offered, offered_size);
  *chosen = match;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

Error unusable(const std::filesystem::path& file) {
  char reason[256];
  ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
  return Error{"TlsFilesUnusable", file.string() + ": " + reason, 500};
}

class TlsStream final : public Stream {
 public:
  TlsStream(Descriptor& descriptor, TlsContext& context)
      : descriptor_(descriptor), session_(SSL_new(context.handle())) {
    SSL_set_fd(session_, descriptor.file_descriptor());
  }
  ~TlsStream() override { SSL_free(session_); }

  bool handshake(Fiber& fiber) override {
    while (true) {
      ERR_clear_error();
      int result = SSL_accept(session_);
      if (result == 1) return true;
      if (!wait(fiber, result)) return false;
    }
  }

  std::size_t read_some(Fiber& fiber, std::span<char> into) override {
    while (true) {
      std::size_t count = 0;
      ERR_clear_error();
      int result = SSL_read_ex(session_, into.data(), into.size(), &count);
      if (result == 1) return count;
      if (!wait(fiber, result)) return 0;
    }
  }

  bool write(Fiber& fiber, std::string_view bytes) override {
    while (!bytes.empty()) {
      std::size_t count = 0;
      ERR_clear_error();
      int result = SSL_write_ex(session_, bytes.data(), bytes.size(), &count);
      if (result == 1) {
        bytes.remove_prefix(count);
      } else if (!wait(fiber, result)) {
        return false;
      }
    }
    return true;
  }

  void finish_writing() override {
    ERR_clear_error();
    if (!is_broken_ && SSL_is_init_finished(session_)) SSL_shutdown(session_);
    ::shutdown(descriptor_.file_descriptor(), SHUT_WR);
  }

  std::string_view tls_version() const override { return SSL_version(session_) == TLS1_3_VERSION ? "1.3" : "1.2"; }

 private:
  bool wait(Fiber& fiber, int result) {
    switch (SSL_get_error(session_, result)) {
      case SSL_ERROR_WANT_READ: return descriptor_.wait_readable(fiber);
      case SSL_ERROR_WANT_WRITE: return descriptor_.wait_writable(fiber);
      case SSL_ERROR_ZERO_RETURN: return false;
      default: is_broken_ = true; return false;
    }
  }

  Descriptor& descriptor_;
  SSL* session_;
  bool is_broken_ = false;  // after a fatal error SSL_shutdown must not be called
};

}  // namespace

Result<std::unique_ptr<TlsContext>> TlsContext::load(const TlsFiles& files) {
  ERR_clear_error();
  std::unique_ptr<TlsContext> made(new TlsContext(SSL_CTX_new(TLS_server_method())));
  SSL_CTX* context = made->handle();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_cipher_list(context, kCiphersOfTls12);
  // An idle connection then keeps no record buffers.
  SSL_CTX_set_mode(context,
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_id_context(context, kSessionContext, sizeof kSessionContext - 1);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // tickets only: nothing to keep per session
  SSL_CTX_set_num_tickets(context, 1);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  if (SSL_CTX_use_certificate_chain_file(context, files.certificate_chain.c_str()) != 1) {
    return unusable(files.certificate_chain);
  }
  if (SSL_CTX_use_PrivateKey_file(context, files.private_key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context) != 1) {
    return unusable(files.private_key);
  }
  return made;
}

TlsContext::~TlsContext() { SSL_CTX_free(context_); }

std::unique_ptr<Stream> make_tls_stream(Descriptor& descriptor, TlsContext& context) {
  return std::make_unique<TlsStream>(descriptor, context);
}

}  // namespace stellwerk::http
