#include "auth/sigv4.h"

#include <algorithm>
#include <cstdlib>

#include "auth/authentication_errors.h"
#include "auth/canonical_request.h"
#include "base/bytes.h"
#include "base/digest.h"

namespace stellwerk::auth {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kTerminator = "aws4_request";
constexpr std::size_t kSha256HexDigits = 64;
constexpr std::string_view kPayloadHashName = "x-amz-content-sha256";

struct CredentialText {
  std::string access_key_id;
  CredentialScope scope;
  std::string terminator;
};

/// "AKID/20261123/eu-central-1/s3/aws4_request"; the key id may itself hold slashes.
std::optional<CredentialText> split_credential(std::string_view text) {
  std::string_view parts[4];
  for (int i = 3; i >= 0; --i) {
    std::size_t slash = text.rfind('/');
    if (slash == std::string_view::npos) return std::nullopt;
    parts[i] = text.substr(slash + 1);
    text = text.substr(0, slash);
  }
  if (text.empty() || parts[0].empty() || parts[1].empty() || parts[2].empty()) return std::nullopt;
  return CredentialText{
      std::string(text), {std::string(parts[0]), std::string(parts[1]), std::string(parts[2])}, std::string(parts[3])};
}

struct AuthorizationHeader {
  std::string credential, signed_headers, signature;
};

AuthorizationHeader split_authorization(std::string_view header) {
  AuthorizationHeader out;
  header.remove_prefix(kAlgorithm.size());
  while (!header.empty()) {
    std::size_t comma = header.find(',');
    std::string_view piece = trim(header.substr(0, comma));
    header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
    std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos) continue;
    std::string_view name = piece.substr(0, equals), value = trim(piece.substr(equals + 1));
    if (name == "Credential") out.credential = value;
    if (name == "SignedHeaders") out.signed_headers = value;
    if (name == "Signature") out.signature = value;
  }
  return out;
}

std::vector<std::string> split_signed_headers(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    std::size_t end = text.find(';');
    if (end != 0) out.push_back(to_lower(text.substr(0, end)));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

bool is_hex_digest(std::string_view text) {
  return text.size() == kSha256HexDigits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// X-Amz-Date, else Date, which may also be in HTTP's form.
Result<void> read_time(const HttpRequest& request, Dialect dialect, Signature& signature) {
  auto text = request.headers.find("X-Amz-Date");
  if (!text) text = request.headers.find("Date");
  if (!text) {
    if (dialect == Dialect::s3) {
      return Error{"AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", 403};
    }
    return incomplete_signature(dialect,
                                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  auto time = from_basic_iso8601(*text);
  if (!time) time = from_http_date(*text);
  if (!time && dialect == Dialect::s3) {
    return Error{"AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", 403};
  }
  if (!time) {
    return incomplete_signature(dialect, "Date must be in ISO-8601 'basic format'. Got '" + std::string(*text) +
                                             "'. See http://en.wikipedia.org/wiki/ISO_8601");
  }
  signature.time = *time;
  signature.time_text = to_basic_iso8601(*time);
  return {};
}

Result<Signature> parse_header(const HttpRequest& request, Dialect dialect) {
  auto parts = split_authorization(*request.headers.find("Authorization"));
  std::string missing;
  if (parts.credential.empty()) missing += "Authorization header requires 'Credential' parameter. ";
  if (parts.signature.empty()) missing += "Authorization header requires 'Signature' parameter. ";
  if (parts.signed_headers.empty()) missing += "Authorization header requires 'SignedHeaders' parameter. ";
  if (!missing.empty()) return incomplete_signature(dialect, std::string(trim(missing)));
  auto credential = split_credential(parts.credential);
  if (!credential || credential->terminator != kTerminator) {
    return incomplete_signature(dialect,
                                "the Credential is mal-formed; expecting "
                                "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
  }
  Signature out;
  out.access_key_id = credential->access_key_id;
  out.scope = credential->scope;
  out.signature = to_lower(parts.signature);
  out.signed_headers = split_signed_headers(parts.signed_headers);
  out.session_token = request.headers.find("X-Amz-Security-Token").value_or("");
  TRY(read_time(request, dialect, out));
  return out;
}

Result<std::int64_t> parse_expires(Dialect dialect, const std::optional<std::string>& text) {
  // Only S3 insists on it; elsewhere a presigned request is good for as long as a signed one.
  if (!text) return kClockSkewLimitSeconds;
  if (text->empty() || text->find_first_not_of("-0123456789") != std::string::npos || text->size() > 18) {
    return malformed_query_authentication(dialect, "X-Amz-Expires should be a number");
  }
  if (text->starts_with('-')) return malformed_query_authentication(dialect, "X-Amz-Expires must be non-negative");
  std::int64_t seconds = std::strtoll(text->c_str(), nullptr, 10);
  if (seconds > kPresignedExpiryLimitSeconds) {
    return malformed_query_authentication(
        dialect,
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than " +
            std::to_string(kPresignedExpiryLimitSeconds) + " seconds");
  }
  return seconds;
}

Result<Signature> parse_query(const HttpRequest& request, Dialect dialect) {
  auto parameters = query_parameters(request.query);
  auto algorithm = find_parameter(parameters, "X-Amz-Algorithm");
  auto credential_text = find_parameter(parameters, "X-Amz-Credential");
  auto signed_headers = find_parameter(parameters, "X-Amz-SignedHeaders");
  auto signature = find_parameter(parameters, "X-Amz-Signature");
  auto date = find_parameter(parameters, "X-Amz-Date");
  auto expires = find_parameter(parameters, "X-Amz-Expires");
  if (!algorithm || !credential_text || !signed_headers || !signature || !date ||
      (dialect == Dialect::s3 && !expires)) {
    return malformed_query_authentication(
        dialect,
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
        "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
  }
  if (*algorithm != kAlgorithm) {
    return malformed_query_authentication(dialect, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
  }
  auto credential = split_credential(*credential_text);
  if (!credential || credential->terminator != kTerminator) {
    return malformed_query_authentication(dialect,
                                          "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; "
                                          "expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
  }
  auto time = from_basic_iso8601(*date);
  if (!time) {
    return malformed_query_authentication(dialect,
                                          "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  Signature out;
  out.is_presigned = true;
  out.access_key_id = credential->access_key_id;
  out.scope = credential->scope;
  out.time = *time;
  out.time_text = *date;
  out.expires_seconds = TRY(parse_expires(dialect, expires));
  out.signed_headers = split_signed_headers(*signed_headers);
  out.signature = to_lower(*signature);
  out.session_token = find_parameter(parameters, "X-Amz-Security-Token").value_or("");
  return out;
}

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// The whole query is under the signature, so a header that says the same is.
bool repeats_parameter(const Parameters& parameters, std::string_view name, std::string_view value) {
  return std::ranges::any_of(parameters, [&](const auto& parameter) {
    return to_lower(parameter.first) == name && parameter.second == value;
  });
}

/// Those that make up the signature itself.
bool is_of_signature(std::string_view lower_name) {
  constexpr std::string_view kNames[] = {"x-amz-algorithm",      "x-amz-credential", "x-amz-date",
                                         "x-amz-expires",        "x-amz-signature",  "x-amz-signedheaders",
                                         "x-amz-security-token", kPayloadHashName};
  return std::ranges::find(kNames, lower_name) != std::end(kNames);
}

/// Host, and whatever a service acts on (x-amz-*), must be under the signature.
Result<void> check_signed_headers(const HttpRequest& request, const Signature& signature, Dialect dialect) {
  std::vector<std::string> unsigned_names;
  auto require = [&](const std::string& name) {
    const auto& names = signature.signed_headers;
    if (std::find(names.begin(), names.end(), name) == names.end()) unsigned_names.push_back(name);
  };
  require("host");
  Parameters parameters;
  if (signature.is_presigned) parameters = query_parameters(request.query);
  for (const auto& [field, value] : request.headers.fields()) {
    std::string name = to_lower(field);
    // The token is bound to its key anyway, and some clients add it after signing.
    bool exempt = dialect != Dialect::s3 && name == "x-amz-security-token";
    if (name.starts_with("x-amz-") && !exempt && !repeats_parameter(parameters, name, value)) require(name);
  }
  if (!unsigned_names.empty()) return headers_not_signed(dialect, unsigned_names);
  return {};
}

Result<void> check_scope_and_time(const Signature& signature, Dialect dialect, Timestamp now,
                                  std::string_view service) {
  if (!service.empty() && signature.scope.service != service) {
    if (dialect == Dialect::s3) {
      return incomplete_signature(dialect, "incorrect service \"" + signature.scope.service +
                                               "\". This endpoint belongs to \"" + std::string(service) + "\".");
    }
    return invalid_signature(dialect,
                             "Credential should be scoped to correct service: '" + std::string(service) + "'.");
  }
  std::string_view day = std::string_view(signature.time_text).substr(0, 8);
  if (signature.scope.date != day) {
    std::string message =
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '" +
        signature.scope.date + "' != '" + std::string(day) + "', from '" + signature.time_text + "'.";
    if (signature.is_presigned) return malformed_query_authentication(dialect, message);
    return invalid_signature(dialect, message);
  }
  Timestamp latest = now.plus_seconds(kClockSkewLimitSeconds);
  if (signature.is_presigned) {
    if (signature.time > latest && dialect == Dialect::s3) {
      return Error{"AccessDenied", "Request is not valid yet", 403};
    }
    if (signature.time > latest) return too_skewed(dialect, signature, now);
    if (signature.time.plus_seconds(signature.expires_seconds) < now) return presigned_expired(dialect, signature, now);
    return {};
  }
  if (signature.time > latest || signature.time < now.plus_seconds(-kClockSkewLimitSeconds)) {
    return too_skewed(dialect, signature, now);
  }
  return {};
}

bool is_claimed_payload(std::string_view text) {
  return is_hex_digest(text) || text == kUnsignedPayload || text == kStreamingSigned ||
         text == kStreamingSignedTrailer || text == kStreamingUnsignedTrailer;
}

bool has_query_signature(const HttpRequest& request) {
  return request.query.find("X-Amz-Algorithm=") != std::string::npos ||
         request.query.find("X-Amz-Credential=") != std::string::npos ||
         request.query.find("X-Amz-Signature=") != std::string::npos;
}

}  // namespace

std::optional<std::pair<std::string, CredentialScope>> parse_credential(std::string_view text) {
  auto credential = split_credential(text);
  if (!credential || credential->terminator != kTerminator) return std::nullopt;
  return std::pair(std::move(credential->access_key_id), std::move(credential->scope));
}

Result<void> add_headers_of_query(HttpRequest& request) {
  if (!has_query_signature(request)) return {};
  for (const auto& [name, value] : query_parameters(request.query)) {
    std::string header = to_lower(name);
    if (!header.starts_with("x-amz-") || is_of_signature(header)) continue;
    bool has_control = std::ranges::any_of(value, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (has_control) {
      return Error{"InvalidArgument",
                   "The query parameter " + name + " stands for a header, which cannot hold control characters",
                   400,
                   {{"ArgumentName", name}}};
    }
    auto sent = request.headers.find(header);
    if (!sent) {
      request.headers.add(std::move(header), value);
    } else if (*sent != value) {
      return Error{
          "InvalidRequest",
          "The header " + header + " differs from the query parameter of that name, which the presigned URL fixes",
          400};
    }
  }
  return {};
}

bool is_signed(const HttpRequest& request) {
  return request.headers.has("Authorization") || has_query_signature(request) ||
         request.query.find("AWSAccessKeyId=") != std::string::npos;
}

std::optional<CredentialScope> find_credential_scope(const HttpRequest& request) {
  std::string text;
  if (auto header = request.headers.find("Authorization"); header && header->starts_with(kAlgorithm)) {
    text = split_authorization(*header).credential;
  } else if (has_query_signature(request)) {
    text = find_parameter(query_parameters(request.query), "X-Amz-Credential").value_or("");
  }
  auto credential = split_credential(text);
  if (!credential) return std::nullopt;
  return credential->scope;
}

Result<Signature> parse_signature(const HttpRequest& request, Dialect dialect, Timestamp now,
                                  std::string_view service) {
  auto header = request.headers.find("Authorization");
  bool by_query = has_query_signature(request);
  if (header && by_query && dialect == Dialect::s3) {
    return Error{"InvalidArgument",
                 "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string "
                 "parameter or the Authorization header should be specified",
                 400};
  }
  if (header && !header->starts_with(kAlgorithm)) {
    if (dialect == Dialect::s3 && header->starts_with("AWS")) {
      return signature_version_2();
    }
    if (dialect == Dialect::s3) return Error{"InvalidArgument", "Unsupported Authorization Type", 400};
    return incomplete_signature(dialect, "Unsupported Authorization Type; use AWS4-HMAC-SHA256.");
  }
  if (!header && !by_query) {
    if (request.query.find("AWSAccessKeyId=") != std::string::npos && dialect == Dialect::s3) {
      return signature_version_2();
    }
    return missing_authentication(dialect);
  }
  Signature out = TRY(header ? parse_header(request, dialect) : parse_query(request, dialect));
  TRY(check_scope_and_time(out, dialect, now, service));
  TRY(check_signed_headers(request, out, dialect));
  return out;
}

Result<std::string> payload_hash_of(const HttpRequest& request, const Signature& signature, Dialect dialect,
                                    std::string_view body_sha256_hex) {
  if (dialect != Dialect::s3) return std::string(body_sha256_hex.empty() ? kEmptyPayloadHash : body_sha256_hex);
  std::optional<std::string> claimed;
  if (auto header = request.headers.find("X-Amz-Content-Sha256")) claimed = *header;
  if (!claimed && signature.is_presigned) {
    claimed =
        find_parameter(query_parameters(request.query), "X-Amz-Content-Sha256").value_or(std::string(kUnsignedPayload));
  }
  if (!claimed) {
    return Error{"InvalidRequest", "Missing required header for this request: x-amz-content-sha256", 400};
  }
  if (!is_claimed_payload(*claimed)) {
    return Error{"InvalidArgument",
                 "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
                 "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-UNSIGNED-PAYLOAD-TRAILER, or a valid sha256 "
                 "value.",
                 400,
                 {{"ArgumentName", "x-amz-content-sha256"}, {"ArgumentValue", *claimed}}};
  }
  return *claimed;
}

Result<VerifiedSignature> verify_signature(const HttpRequest& request, const Signature& signature,
                                           const Credential& credential, Dialect dialect,
                                           std::string_view body_sha256_hex, Timestamp now, SigningKeyCache& keys) {
  if (!equal_in_constant_time(credential.session_token, signature.session_token)) {
    return credential.session_token.empty() ? invalid_session_token(dialect)
                                            : unknown_access_key(dialect, signature.access_key_id);
  }
  VerifiedSignature out;
  out.payload_hash = TRY(payload_hash_of(request, signature, dialect, body_sha256_hex));
  CanonicalForm form{.normalise_path = dialect != Dialect::s3, .encode_path_twice = dialect != Dialect::s3};
  std::string canonical = canonical_request(request, signature.signed_headers, out.payload_hash, form);
  out.scope = signature.scope.text();
  out.time_text = signature.time_text;
  std::string to_sign = string_to_sign(out.time_text, out.scope, canonical);
  out.signing_key = keys.key_for(credential, signature.scope);
  out.signature = to_hex(hmac_sha256(out.signing_key, to_sign));
  if (!equal_in_constant_time(out.signature, signature.signature)) {
    return signature_does_not_match(dialect, signature, canonical, to_sign);
  }
  if (credential.expires && *credential.expires <= now) return expired_token(dialect);
  return out;
}

std::string SigningKeyCache::key_for(const Credential& credential, const CredentialScope& scope) {
  std::string name = credential.access_key_id + "/" + scope.text();
  {
    std::lock_guard lock(mutex_);
    auto found = keys_.find(name);
    if (found != keys_.end() && equal_in_constant_time(found->second.secret_access_key, credential.secret_access_key)) {
      return found->second.signing_key;
    }
  }
  std::string key = derive_signing_key(credential.secret_access_key, scope);
  std::lock_guard lock(mutex_);
  if (keys_.size() >= limit_) keys_.clear();
  keys_.insert_or_assign(std::move(name), Entry{credential.secret_access_key, key});
  return key;
}

std::size_t SigningKeyCache::size() const {
  std::lock_guard lock(mutex_);
  return keys_.size();
}

}  // namespace stellwerk::auth
