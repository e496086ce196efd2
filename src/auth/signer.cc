#include <algorithm>

#include "auth/canonical_request.h"
#include "auth/sigv4.h"
#include "base/bytes.h"
#include "base/digest.h"

namespace stellwerk::auth {
namespace {

CanonicalForm form_for(std::string_view service) {
  bool is_s3 = service == "s3";
  return {.normalise_path = !is_s3, .encode_path_twice = !is_s3};
}

std::vector<std::string> headers_to_sign(const HttpRequest& request) {
  std::vector<std::string> names;
  for (const auto& [field, value] : request.headers.fields()) {
    std::string name = to_lower(field);
    if (name == "host" || name == "content-type" || name == "content-md5" || name.starts_with("x-amz-")) {
      names.push_back(std::move(name));
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string joined_by_semicolons(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ";") + name;
  return out;
}

std::string signature_over(const HttpRequest& request, const std::vector<std::string>& names, std::string_view payload,
                           const Credential& credential, const CredentialScope& scope, std::string_view time_text) {
  std::string canonical = canonical_request(request, names, payload, form_for(scope.service));
  std::string key = derive_signing_key(credential.secret_access_key, scope);
  return to_hex(hmac_sha256(key, string_to_sign(time_text, scope.text(), canonical)));
}

}  // namespace

void sign(HttpRequest& request, const Credential& credential, std::string_view region, std::string_view service,
          Timestamp now, std::string_view payload_hash) {
  std::string time_text = to_basic_iso8601(now);
  CredentialScope scope{time_text.substr(0, 8), std::string(region), std::string(service)};
  std::string payload(payload_hash.empty() ? kEmptyPayloadHash : payload_hash);
  if (!request.headers.has("Host")) request.headers.add("Host", "localhost");
  request.headers.set("X-Amz-Date", time_text);
  if (!credential.session_token.empty()) request.headers.set("X-Amz-Security-Token", credential.session_token);
  if (service == "s3") request.headers.set("X-Amz-Content-Sha256", payload);
  auto names = headers_to_sign(request);
  std::string signature = signature_over(request, names, payload, credential, scope, time_text);
  request.headers.set("Authorization", "AWS4-HMAC-SHA256 Credential=" + credential.access_key_id + "/" + scope.text() +
                                           ", SignedHeaders=" + joined_by_semicolons(names) +
                                           ", Signature=" + signature);
}

void presign(HttpRequest& request, const Credential& credential, std::string_view region, std::string_view service,
             Timestamp now, std::int64_t expires_seconds) {
  std::string time_text = to_basic_iso8601(now);
  CredentialScope scope{time_text.substr(0, 8), std::string(region), std::string(service)};
  if (!request.headers.has("Host")) request.headers.add("Host", "localhost");
  auto names = headers_to_sign(request);
  auto add = [&](std::string_view name, std::string_view value) {
    if (!request.query.empty()) request.query += '&';
    request.query += percent_encode(name) + "=" + percent_encode(value);
  };
  add("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
  add("X-Amz-Credential", credential.access_key_id + "/" + scope.text());
  add("X-Amz-Date", time_text);
  add("X-Amz-SignedHeaders", joined_by_semicolons(names));
  add("X-Amz-Expires", std::to_string(expires_seconds));
  if (!credential.session_token.empty()) add("X-Amz-Security-Token", credential.session_token);
  std::string_view payload = service == "s3" ? kUnsignedPayload : kEmptyPayloadHash;
  add("X-Amz-Signature", signature_over(request, names, payload, credential, scope, time_text));
}

}  // namespace stellwerk::auth
