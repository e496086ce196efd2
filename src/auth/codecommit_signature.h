#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "auth/sigv4.h"

/// The user name and password by which git reaches CodeCommit: `aws codecommit credential-helper` and
/// git-remote-codecommit make them from AWS credentials. They sign host and path, not the request.
/// Source: https://docs.aws.amazon.com/codecommit/latest/userguide/setting-up-https-unixes.html
namespace stellwerk::auth {

struct GitCredentials {
  std::string user_name;  // access key id, or access key id + "%" + session token
  std::string password;   // "20261123T063000Z" + 64 hexadecimal digits
};

/// Whose key it claims to be; read from the user name alone.
struct GitUserName {
  std::string access_key_id;
  std::string session_token;
};
GitUserName parse_git_user_name(std::string_view user_name);

/// From "Authorization: Basic …"; nothing if the header is not of that form.
std::optional<GitCredentials> parse_basic_authorization(std::string_view header);

/// `host` with or without its port; `path` as in the repository's URL ("/v1/repos/name").
GitCredentials sign_git(const Credential& credential, std::string_view region, std::string_view host,
                        std::string_view path, Timestamp now);

/// Error code and text as git shows them: AccessDeniedException, http_status 403.
Result<void> verify_git(const GitCredentials& given, const Credential& credential, std::string_view region,
                        std::string_view host, std::string_view path, Timestamp now, SigningKeyCache& keys);

}  // namespace stellwerk::auth
