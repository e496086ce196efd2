#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/sigv4.h"
#include "base/byte_source.h"

/// Uploads by an HTML form: whoever signed the policy lets others send a form that keeps to it.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
namespace stellwerk::auth {

using FormFields = std::vector<std::pair<std::string, std::string>>;  // names in lower case

/// The field's value, or nothing.
std::optional<std::string> find_field(const FormFields& fields, std::string_view lower_name);

/// True if the form carries a policy or anything meant as a signature; without, it is anonymous.
bool is_signed_form(const FormFields& fields);

/// Reads x-amz-algorithm, x-amz-credential, x-amz-date, x-amz-signature and x-amz-security-token. Errors:
/// InvalidArgument (one is missing or malformed), InvalidRequest (Signature Version 2), AuthorizationHeaderMalformed.
Result<Signature> parse_form_signature(const FormFields& fields, std::string_view service);

/// Proves that the credential's owner signed the policy. Errors: SignatureDoesNotMatch, ExpiredToken, InvalidToken.
Result<void> verify_form_signature(const FormFields& fields, const Signature& signature, const Credential& credential,
                                   Timestamp now, SigningKeyCache& keys);

/// Sizes in bytes that the policy lets the file have.
struct FileSizes {
  std::uint64_t least = 0;
  std::uint64_t most = UINT64_MAX;
};

/// Holds the form against its policy: every condition is met, and every field is under one. Errors: AccessDenied
/// ("Invalid according to Policy: …"), InvalidPolicyDocument.
Result<FileSizes> check_form_policy(const FormFields& fields, std::string_view bucket, Timestamp now);

/// The file, whose end is an error EntityTooSmall, and whose surplus one EntityTooLarge.
std::shared_ptr<ByteSource> limit_file(std::shared_ptr<ByteSource> file, FileSizes sizes);

}  // namespace stellwerk::auth
