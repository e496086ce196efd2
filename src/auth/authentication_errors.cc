#include "auth/authentication_errors.h"

#include "base/bytes.h"

namespace stellwerk::auth {
namespace {

constexpr int kForbidden = 403;
constexpr int kBadRequest = 400;

int json_status(Dialect dialect) { return dialect == Dialect::json ? kBadRequest : kForbidden; }

std::string spaced_hex(std::string_view bytes) {
  std::string hex = to_hex(bytes);
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    if (i > 0) out += ' ';
    out.append(hex, i, 2);
  }
  return out;
}

std::string joined_by_commas(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

}  // namespace

bool is_json(Dialect dialect) { return dialect == Dialect::json || dialect == Dialect::rest_json; }

Error missing_authentication(Dialect dialect) {
  if (dialect == Dialect::s3) return {"AccessDenied", "Access Denied", kForbidden};
  if (dialect == Dialect::query) {
    return {"MissingAuthenticationToken", "Request is missing Authentication Token", kForbidden};
  }
  return {"MissingAuthenticationTokenException", "Missing Authentication Token", json_status(dialect)};
}

Error unknown_access_key(Dialect dialect, std::string_view access_key_id) {
  if (dialect == Dialect::s3) {
    return {"InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.",
            kForbidden,
            {{"AWSAccessKeyId", std::string(access_key_id)}}};
  }
  std::string message = "The security token included in the request is invalid.";
  if (dialect == Dialect::query) return {"InvalidClientTokenId", message, kForbidden};
  return {"UnrecognizedClientException", message, json_status(dialect)};
}

Error invalid_session_token(Dialect dialect) {
  if (dialect == Dialect::s3) {
    return {"InvalidToken", "The provided token is malformed or otherwise invalid.", kBadRequest};
  }
  return unknown_access_key(dialect, {});
}

Error expired_token(Dialect dialect) {
  if (dialect == Dialect::s3) return {"ExpiredToken", "The provided token has expired.", kBadRequest};
  std::string message = "The security token included in the request is expired";
  if (dialect == Dialect::query) return {"ExpiredToken", message, kForbidden};
  return {"ExpiredTokenException", message, json_status(dialect)};
}

Error incomplete_signature(Dialect dialect, std::string message) {
  if (dialect == Dialect::s3) {
    return {"AuthorizationHeaderMalformed", "The authorization header is malformed; " + message, kBadRequest};
  }
  return {is_json(dialect) ? "IncompleteSignatureException" : "IncompleteSignature", std::move(message), kBadRequest};
}

Error invalid_signature(Dialect dialect, std::string message) {
  if (dialect == Dialect::s3) {
    return {"AuthorizationHeaderMalformed", "The authorization header is malformed; " + message, kBadRequest};
  }
  if (is_json(dialect)) return {"InvalidSignatureException", std::move(message), json_status(dialect)};
  return {"SignatureDoesNotMatch", std::move(message), kForbidden};
}

Error too_skewed(Dialect dialect, const Signature& signature, Timestamp now) {
  if (dialect == Dialect::s3) {
    return {"RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.",
            kForbidden,
            {{"RequestTime", signature.time_text},
             {"ServerTime", to_iso8601(now)},
             {"MaxAllowedSkewMilliseconds", std::to_string(kClockSkewLimitSeconds * 1000)}}};
  }
  std::string minutes = std::to_string(kClockSkewLimitSeconds / 60) + " min.)";
  std::string server = to_basic_iso8601(now);
  if (signature.time < now) {
    return invalid_signature(dialect, "Signature expired: " + signature.time_text + " is now earlier than " +
                                          to_basic_iso8601(now.plus_seconds(-kClockSkewLimitSeconds)) + " (" + server +
                                          " - " + minutes);
  }
  return invalid_signature(dialect, "Signature not yet current: " + signature.time_text + " is still later than " +
                                        to_basic_iso8601(now.plus_seconds(kClockSkewLimitSeconds)) + " (" + server +
                                        " + " + minutes);
}

Error presigned_expired(Dialect dialect, const Signature& signature, Timestamp now) {
  Timestamp end = signature.time.plus_seconds(signature.expires_seconds);
  if (dialect == Dialect::s3) {
    return {"AccessDenied",
            "Request has expired",
            kForbidden,
            {{"X-Amz-Expires", std::to_string(signature.expires_seconds)},
             {"Expires", to_iso8601(end)},
             {"ServerTime", to_iso8601(now)}}};
  }
  return invalid_signature(
      dialect, "Signature expired: " + to_basic_iso8601(end) + " is now earlier than " + to_basic_iso8601(now));
}

Error malformed_query_authentication(Dialect dialect, std::string message) {
  if (dialect == Dialect::s3) return {"AuthorizationQueryParametersError", std::move(message), kBadRequest};
  return incomplete_signature(dialect, std::move(message));
}

Error signature_does_not_match(Dialect dialect, const Signature& signature, std::string_view canonical_request,
                               std::string_view string_to_sign) {
  std::string canonical(canonical_request), to_sign(string_to_sign);
  if (dialect == Dialect::s3) {
    return {"SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your key and "
            "signing method.",
            kForbidden,
            {{"AWSAccessKeyId", signature.access_key_id},
             {"StringToSign", to_sign},
             {"SignatureProvided", signature.signature},
             {"StringToSignBytes", spaced_hex(to_sign)},
             {"CanonicalRequest", canonical},
             {"CanonicalRequestBytes", spaced_hex(canonical)}}};
  }
  return invalid_signature(
      dialect,
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
      "Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this "
      "request should have been\n'" +
          canonical + "'\n\nThe String-to-Sign should have been\n'" + to_sign + "'\n");
}

Error signature_version_2() {
  return {"InvalidRequest",
          "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256. The request is "
          "signed with Signature Version 2; have the client sign with version 4 and the bucket's region: boto3 with "
          "Config(signature_version='s3v4'), the AWS CLI with 'aws configure set default.s3.signature_version s3v4'.",
          400};
}

Error headers_not_signed(Dialect dialect, const std::vector<std::string>& names) {
  if (dialect == Dialect::s3) {
    return {"AccessDenied",
            "There were headers present in the request which were not signed",
            kForbidden,
            {{"HeadersNotSigned", joined_by_commas(names)}}};
  }
  return invalid_signature(dialect,
                           "'" + joined_by_commas(names) + "' must be a 'SignedHeader' in the AWS Authorization.");
}

}  // namespace stellwerk::auth
