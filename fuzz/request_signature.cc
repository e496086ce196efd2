// Lines: query, then header fields; read as a signature in both dialects.
#include <string>
#include <string_view>

#include "auth/sigv4.h"

using namespace stellwerk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  HttpRequest http{.method = "GET", .path = "/"};
  bool is_first = true;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string line(rest.substr(0, end));
    rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
    const std::size_t colon = line.find(':');
    if (is_first) {
      http.query = line;
    } else if (colon != line.npos) {
      http.headers.add(line.substr(0, colon), line.substr(colon + 1));
    }
    is_first = false;
  }
  const Timestamp now{1795415400000};
  auth::SigningKeyCache keys;
  auth::find_credential_scope(http);
  for (auth::Dialect dialect : {auth::Dialect::s3, auth::Dialect::query, auth::Dialect::json}) {
    auto signature = auth::parse_signature(http, dialect, now);
    if (!signature) continue;
    auth::Credential credential;
    credential.access_key_id = "AKIDEXAMPLE";
    credential.secret_access_key = "secret";
    (void)auth::verify_signature(http, *signature, credential, dialect, "", now, keys);
  }
  return 0;
}
