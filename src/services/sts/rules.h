#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/sts.h"
#include "auth/caller.h"
#include "base/result.h"
#include "ports/sessions.h"

/// Durations, session tags and sizes of sessions. Pure.
/// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
namespace stellwerk::sts {

inline constexpr std::size_t kAccountDigits = 12;
inline constexpr std::int64_t kDefaultRoleSessionSeconds = 3600;
inline constexpr std::int64_t kChainedSessionSecondsLimit = 3600;
inline constexpr std::int64_t kDefaultUserSessionSeconds = 43200;
inline constexpr std::int64_t kRootSessionSecondsLimit = 900;  // of AssumeRoot, and its default
inline constexpr std::size_t kSessionPolicyArnsLimit = 10;
inline constexpr std::size_t kSessionPolicyCharactersLimit = 2048;
inline constexpr std::size_t kSessionTagsLimit = 50;  // with those that are inherited
/// The bytes of session policies and tags that a token carries at most, as it is packed here.
inline constexpr std::size_t kPackedPolicyBytesLimit = 4096;

/// Errors: ValidationError.
Result<std::int64_t> role_session_seconds(const auth::Caller& caller, const ports::RoleTrust& role,
                                          const std::optional<std::int64_t>& asked);

/// The account that AssumeRoot's TargetPrincipal names: its id, or its root's ARN. Error: ValidationError.
Result<std::string> target_account(const std::string& target_principal);
/// 0 to 900, 900 if absent. Error: ValidationError.
Result<std::int64_t> root_session_seconds(const std::optional<std::int64_t>& asked);

struct SessionTags {
  std::map<std::string, std::string> tags;
  std::vector<std::string> transitive_keys;
};
/// The request's tags and those that a chained session inherits. Errors: InvalidParameterValue.
Result<SessionTags> session_tags(const auth::Caller& caller, const AssumeRoleRequest& request);

/// Percent of kPackedPolicyBytesLimit; nothing if the request carries neither policies nor tags.
std::optional<std::int64_t> packed_policy_size(const AssumeRoleRequest& request);

}  // namespace stellwerk::sts
