#include "auth/codecommit_signature.h"

#include "base/bytes.h"
#include "base/digest.h"

namespace stellwerk::auth {
namespace {

constexpr std::string_view kService = "codecommit";
/// "20261123T063000Z"
constexpr std::size_t kTimeCharacters = 16;
constexpr std::size_t kSignatureCharacters = 64;

Error refused(std::string message) { return {"AccessDeniedException", std::move(message), 403}; }

std::string without_port(std::string_view host) { return std::string(host.substr(0, host.find(':'))); }

/// The credential helper leaves the "Z" out of the time it signs, though not out of the password.
std::string signature_of(std::string_view signing_key, std::string_view scope, std::string_view time_without_zone,
                         std::string_view host, std::string_view path) {
  std::string canonical = "GIT\n" + std::string(path) + "\n\nhost:" + without_port(host) + "\n\nhost\n";
  return to_hex(hmac_sha256(signing_key, string_to_sign(time_without_zone, scope, canonical)));
}

}  // namespace

GitUserName parse_git_user_name(std::string_view user_name) {
  std::size_t percent = user_name.find('%');
  if (percent == std::string_view::npos) return {std::string(user_name), {}};
  return {std::string(user_name.substr(0, percent)), std::string(user_name.substr(percent + 1))};
}

std::optional<GitCredentials> parse_basic_authorization(std::string_view header) {
  constexpr std::string_view kScheme = "basic ";
  if (to_lower(header.substr(0, kScheme.size())) != kScheme) return std::nullopt;
  auto decoded = from_base64(trim(header.substr(kScheme.size())));
  if (!decoded) return std::nullopt;
  // A session token holds no colon, nor does a password of this scheme: the last one separates.
  std::size_t colon = decoded->rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  return GitCredentials{decoded->substr(0, colon), decoded->substr(colon + 1)};
}

GitCredentials sign_git(const Credential& credential, std::string_view region, std::string_view host,
                        std::string_view path, Timestamp now) {
  std::string time = to_basic_iso8601(now).substr(0, kTimeCharacters - 1);
  CredentialScope scope{time.substr(0, 8), std::string(region), std::string(kService)};
  std::string key = derive_signing_key(credential.secret_access_key, scope);
  std::string user = credential.access_key_id;
  if (!credential.session_token.empty()) user += "%" + credential.session_token;
  return {user, time + "Z" + signature_of(key, scope.text(), time, host, path)};
}

Result<void> verify_git(const GitCredentials& given, const Credential& credential, std::string_view region,
                        std::string_view host, std::string_view path, Timestamp now, SigningKeyCache& keys) {
  GitUserName user = parse_git_user_name(given.user_name);
  if (user.access_key_id != credential.access_key_id ||
      !equal_in_constant_time(user.session_token, credential.session_token)) {
    return refused("The security token included in the request is invalid.");
  }
  std::string_view password = given.password;
  auto time = from_basic_iso8601(password.substr(0, kTimeCharacters));
  if (password.size() != kTimeCharacters + kSignatureCharacters || !time) {
    return refused(
        "The password is not a CodeCommit signature; use the AWS CLI credential helper or git-remote-codecommit.");
  }
  if (*time > now.plus_seconds(kClockSkewLimitSeconds) || *time < now.plus_seconds(-kClockSkewLimitSeconds)) {
    return refused("Signature expired: " + std::string(password.substr(0, kTimeCharacters)) + " is more than " +
                   std::to_string(kClockSkewLimitSeconds / 60) + " minutes from " + to_basic_iso8601(now) +
                   "; a credential cache must not keep CodeCommit passwords.");
  }
  CredentialScope scope{std::string(password.substr(0, 8)), std::string(region), std::string(kService)};
  std::string key = keys.key_for(credential, scope);
  std::string expected = signature_of(key, scope.text(), password.substr(0, kTimeCharacters - 1), host, path);
  if (!equal_in_constant_time(expected, to_lower(password.substr(kTimeCharacters)))) {
    return refused("The request signature we calculated does not match the signature you provided.");
  }
  if (credential.expires && *credential.expires <= now) {
    return refused("The security token included in the request is expired");
  }
  return {};
}

}  // namespace stellwerk::auth
