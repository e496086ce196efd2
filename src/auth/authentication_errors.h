#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auth/sigv4.h"

/// The same failures in each dialect's words. S3's texts:
/// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; the others':
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
namespace stellwerk::auth {

bool is_json(Dialect dialect);

/// Parts of the Authorization header or of the query are missing or unreadable.
Error incomplete_signature(Dialect dialect, std::string message);
/// The signature, its scope or its time is wrong, for a reason that `message` tells.
Error invalid_signature(Dialect dialect, std::string message);
/// The request's own time lies too far from `now`.
Error too_skewed(Dialect dialect, const Signature& signature, Timestamp now);
Error presigned_expired(Dialect dialect, const Signature& signature, Timestamp now);
Error malformed_query_authentication(Dialect dialect, std::string message);
Error signature_does_not_match(Dialect dialect, const Signature& signature, std::string_view canonical_request,
                               std::string_view string_to_sign);
Error headers_not_signed(Dialect dialect, const std::vector<std::string>& names);

/// S3 only: names the remedy, as some clients still sign so by default.
Error signature_version_2();

}  // namespace stellwerk::auth
