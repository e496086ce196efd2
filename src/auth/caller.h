#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"

namespace stellwerk::auth {

enum class PrincipalType { anonymous, root, user, assumed_role, service };

/// How a request from outside was proven; `none` for anonymous ones and for calls inside the server.
struct Proof {
  enum class Means { none, header, query, form };
  Means means = Means::none;
  std::string payload_hash;  // as signed: hexadecimal, UNSIGNED-PAYLOAD, STREAMING-…
  Timestamp signed_at = {};
};

/// Who calls. For a role's session `arn` is the session's (arn:aws:sts::…:assumed-role/Role/session) and
/// `role_arn` the role's; for a service acting as itself `arn` is its principal ("codepipeline.amazonaws.com").
struct Caller {
  PrincipalType type = PrincipalType::anonymous;
  std::string account;
  std::string arn;
  std::string principal_id;   // AIDA…, AROA…:session, the account for root
  std::string user_name;      // users only
  std::string role_name;      // sessions only
  std::string role_arn;       // sessions only
  std::string session_name;   // sessions only
  std::string access_key_id;  // empty for calls made inside the server
  std::string source_identity;
  std::map<std::string, std::string> principal_tags;
  std::vector<std::string> session_policies;  // JSON texts; if any, they limit the session
  std::optional<Timestamp> token_issue_time;
  std::string source_address;  // peer's IP address
  std::string user_agent;
  bool is_tls = false;
  std::string tls_version;  // "1.2", "1.3"; empty without TLS and for calls made inside the server
  Proof proof;
  std::string via_service;     // "s3.amazonaws.com" while a service calls on the caller's behalf
  std::string acting_service;  // "codepipeline.amazonaws.com" while a service works in this role, which is its own then
  std::vector<std::string> transitive_tag_keys = {};  // sessions only: tags that a chained session inherits
};

/// What a signature is checked against.
struct Credential {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;
  std::optional<Timestamp> expires;
  Caller caller;
};

}  // namespace stellwerk::auth
