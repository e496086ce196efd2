#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/byte_source.h"

namespace stellwerk {

/// Header fields in the order received; names compare without case, a name may stand more than once.
class Headers {
 public:
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  /// Replaces every field of that name.
  void set(std::string_view name, std::string value);
  void remove(std::string_view name);
  /// The first field of that name.
  std::optional<std::string_view> find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// A request as it came off the wire. `path` and `query` are raw, still percent-encoded; `query` is what
/// follows the first '?', without it.
struct HttpRequest {
  std::string method;
  std::string path;
  std::string query;
  Headers headers;
  std::string peer_address;
  bool is_tls = false;
  std::string tls_version;  // "1.2", "1.3"; empty without TLS
  std::shared_ptr<ByteSource> body;
};

/// `stream`, if set, is sent after `body`; with a known length it goes out with Content-Length, else chunked.
struct HttpResponse {
  int status = 200;
  Headers headers;
  std::string body;
  std::shared_ptr<ByteSource> stream;
};

/// What a listener hands requests to. Called on a fiber or a thread: may wait, must not throw.
class HttpEndpoint {
 public:
  virtual ~HttpEndpoint() = default;
  virtual HttpResponse serve(HttpRequest request) = 0;
};

}  // namespace stellwerk
