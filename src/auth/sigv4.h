#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/caller.h"
#include "base/http_message.h"
#include "base/result.h"
#include "base/timestamp.h"

/// AWS Signature Version 4: reading, checking and making signatures.
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
///         https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
namespace stellwerk::auth {

/// A request's time may differ by this much from the server's, either way.
inline constexpr std::int64_t kClockSkewLimitSeconds = 15 * 60;
inline constexpr std::int64_t kPresignedExpiryLimitSeconds = 7 * 24 * 3600;
inline constexpr std::size_t kSigningKeyCacheLimit = 4096;

inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
inline constexpr std::string_view kStreamingSigned = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
inline constexpr std::string_view kStreamingSignedTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
inline constexpr std::string_view kStreamingUnsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
/// Hexadecimal SHA-256 of nothing.
inline constexpr std::string_view kEmptyPayloadHash =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// In whose words an authentication error is told, and whose rules for path and payload hold. S3: the path
/// as it came, encoded once, and the payload hash is what the client claims; the others: the path
/// normalised and encoded twice, and the hash is that of the body received. json and rest_json differ only in
/// the HTTP status (400 and 403).
enum class Dialect { s3, json, rest_json, query };

struct CredentialScope {
  std::string date;  // "20261123"
  std::string region;
  std::string service;  // the signing name, "s3"
  std::string text() const { return date + "/" + region + "/" + service + "/aws4_request"; }
};

/// A signature as the request states it; nothing of it is proven yet.
struct Signature {
  bool is_presigned = false;
  std::string access_key_id;
  CredentialScope scope;
  std::string time_text;  // "20261123T063000Z"
  Timestamp time;
  std::int64_t expires_seconds = 0;  // presigned only
  std::vector<std::string> signed_headers;
  std::string signature;  // hexadecimal
  std::string session_token;
};

/// What the check of a chunked body goes on from.
struct VerifiedSignature {
  std::string payload_hash;  // as signed: hexadecimal, or UNSIGNED-PAYLOAD, or one of STREAMING-*
  std::string signing_key;   // secret
  std::string signature;
  std::string scope;
  std::string time_text;
};

/// Derived signing keys, so that a request costs one HMAC instead of five. Safe for threads; holds at most
/// kSigningKeyCacheLimit keys and drops all when full (they are cheap to make again).
class SigningKeyCache {
 public:
  explicit SigningKeyCache(std::size_t limit = kSigningKeyCacheLimit) : limit_(limit) {}
  std::string key_for(const Credential& credential, const CredentialScope& scope);
  std::size_t size() const;

 private:
  struct Entry {
    std::string secret_access_key;  // a key id that comes again with another secret must not find the old key
    std::string signing_key;
  };
  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::map<std::string, Entry> keys_;
};

/// The scope that the request claims, without any check: by it the service, and so the dialect, is found.
std::optional<CredentialScope> find_credential_scope(const HttpRequest& request);

/// Access key id and scope of "AKID/20261123/eu-central-1/s3/aws4_request"; nothing if it is not of that form.
std::optional<std::pair<std::string, CredentialScope>> parse_credential(std::string_view text);

/// S3's clients put headers into the signed query of a presigned URL (x-amz-acl, x-amz-meta-*, x-amz-checksum-* …):
/// adds each as the header that it stands for, for whoever reads the request. Does nothing for other requests.
/// Errors: InvalidArgument (a value that no header can have), InvalidRequest (sent as a header too, with another
/// value). Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
Result<void> add_headers_of_query(HttpRequest& request);

/// True if the request carries anything that is meant as a signature; without, it is anonymous.
bool is_signed(const HttpRequest& request);

/// Reads the Authorization header or the X-Amz-* query parameters and checks form, scope, date and expiry.
/// `service`, if not empty, is the signing name that the scope must carry.
/// Errors: IncompleteSignature(Exception), MissingAuthenticationToken(Exception), SignatureDoesNotMatch /
/// InvalidSignatureException (too old, wrong service); S3: AuthorizationHeaderMalformed,
/// AuthorizationQueryParametersError, RequestTimeTooSkewed, AccessDenied (expired, unsigned header).
Result<Signature> parse_signature(const HttpRequest& request, Dialect dialect, Timestamp now,
                                  std::string_view service = {});

/// The payload hash that stands in the canonical request. For S3 it is what the client claims (error
/// InvalidRequest if the header is missing or malformed), for the others that of the body.
Result<std::string> payload_hash_of(const HttpRequest& request, const Signature& signature, Dialect dialect,
                                    std::string_view body_sha256_hex);

/// Proves the signature. `body_sha256_hex` may be empty for S3, whose bodies are checked while they are
/// read (see chunked_body.h). Errors: SignatureDoesNotMatch / InvalidSignatureException with what the server
/// signed, ExpiredToken(Exception), and an unknown key's error for a wrong session token.
Result<VerifiedSignature> verify_signature(const HttpRequest& request, const Signature& signature,
                                           const Credential& credential, Dialect dialect,
                                           std::string_view body_sha256_hex, Timestamp now, SigningKeyCache& keys);

/// No signature at all where one is needed.
Error missing_authentication(Dialect dialect);
/// An access key (or session token) that nobody here knows, or that is inactive.
Error unknown_access_key(Dialect dialect, std::string_view access_key_id);
/// A session token that is malformed or was not issued here.
Error invalid_session_token(Dialect dialect);
/// Temporary credentials after their end.
Error expired_token(Dialect dialect);

// The steps, for signers and tests.

/// `signed_headers` lower case and sorted. `path` rules by `normalise_path` and `encode_path_twice`.
struct CanonicalForm {
  bool normalise_path = true;
  bool encode_path_twice = true;
};
std::string canonical_request(const HttpRequest& request, const std::vector<std::string>& signed_headers,
                              std::string_view payload_hash, CanonicalForm form);
std::string string_to_sign(std::string_view time_text, std::string_view scope, std::string_view canonical_request);
/// Raw bytes.
std::string derive_signing_key(std::string_view secret_access_key, const CredentialScope& scope);

/// Signs by the Authorization header: sets Host if it lacks, X-Amz-Date, X-Amz-Security-Token for temporary
/// credentials, and for S3 X-Amz-Content-Sha256; signs host, content-type and all x-amz-*.
/// `payload_hash` empty: that of an empty body.
void sign(HttpRequest& request, const Credential& credential, std::string_view region, std::string_view service,
          Timestamp now, std::string_view payload_hash = {});

/// Signs by query parameters; the request may be sent by anyone for `expires_seconds`.
void presign(HttpRequest& request, const Credential& credential, std::string_view region, std::string_view service,
             Timestamp now, std::int64_t expires_seconds);

}  // namespace stellwerk::auth
