#pragma once
#include <openssl/types.h>

#include <filesystem>
#include <memory>

#include "base/result.h"

namespace stellwerk::http {

/// PEM files: the certificate followed by its issuers, and its private key.
struct TlsFiles {
  std::filesystem::path certificate_chain;
  std::filesystem::path private_key;
};

/// What all TLS connections of a listener share: TLS 1.2 or later without CBC, http/1.1 by ALPN, sessions resumed by
/// ticket.
class TlsContext {
 public:
  /// Error: TlsFilesUnusable, with the file and the reason.
  static Result<std::unique_ptr<TlsContext>> load(const TlsFiles& files);
  ~TlsContext();
  SSL_CTX* handle() const { return context_; }

 private:
  explicit TlsContext(SSL_CTX* context) : context_(context) {}
  SSL_CTX* context_;
};

}  // namespace stellwerk::http
