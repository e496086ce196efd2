#include "services/sts/rules.h"

#include <algorithm>
#include <set>

#include "base/arn.h"
#include "base/bytes.h"

namespace stellwerk::sts {

Result<std::int64_t> role_session_seconds(const auth::Caller& caller, const ports::RoleTrust& role,
                                          const std::optional<std::int64_t>& asked) {
  auto seconds = asked.value_or(std::min(kDefaultRoleSessionSeconds, role.max_session_seconds));
  if (caller.type == auth::PrincipalType::assumed_role && seconds > kChainedSessionSecondsLimit) {
    return Error{"ValidationError",
                 "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"};
  }
  if (seconds > role.max_session_seconds) {
    return Error{"ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."};
  }
  return seconds;
}

Result<std::string> target_account(const std::string& target_principal) {
  auto arn = parse_arn(target_principal);
  if (arn && arn->service == "iam" && arn->resource == "root") return arn->account;
  bool is_account = target_principal.size() == kAccountDigits &&
                    target_principal.find_first_not_of("0123456789") == std::string::npos;
  if (is_account) return target_principal;
  return Error{"ValidationError",
               "TargetPrincipal must be an account's id or the ARN of its root user: " + target_principal};
}

Result<std::int64_t> root_session_seconds(const std::optional<std::int64_t>& asked) {
  auto seconds = asked.value_or(kRootSessionSecondsLimit);
  if (seconds >= 0 && seconds <= kRootSessionSecondsLimit) return seconds;
  return Error{"ValidationError", "The requested DurationSeconds of a root user's task is at most 900."};
}

Result<SessionTags> session_tags(const auth::Caller& caller, const AssumeRoleRequest& request) {
  SessionTags out;
  for (const auto& key : caller.transitive_tag_keys) {
    auto tag = caller.principal_tags.find(key);
    if (tag != caller.principal_tags.end()) out.tags.insert(*tag);
    out.transitive_keys.push_back(key);
  }
  std::set<std::string> seen;
  for (const auto& [key, value] : out.tags) seen.insert(to_lower(key));
  for (const auto& tag : request.tags.value_or(std::vector<Tag>{})) {
    auto lower = to_lower(tag.key);
    if (lower.starts_with("aws:")) {
      return Error{"InvalidParameterValue", "Tag keys beginning with 'aws:' are reserved for AWS use: " + tag.key};
    }
    if (!seen.insert(lower).second) {
      return Error{
          "InvalidParameterValue",
          "Duplicate tag keys found, or one of the specified transitive tag keys conflicts with a tag inherited "
          "from the calling session: " +
              tag.key};
    }
    out.tags[tag.key] = tag.value;
  }
  if (out.tags.size() > kSessionTagsLimit) {
    return Error{"InvalidParameterValue", "A session can have at most " + std::to_string(kSessionTagsLimit) +
                                              " tags, with those that it inherits."};
  }
  for (const auto& key : request.transitive_tag_keys.value_or(std::vector<std::string>{})) {
    if (!out.tags.contains(key)) {
      return Error{"InvalidParameterValue", "The specified transitive tag key must be included in the requested tags."};
    }
    out.transitive_keys.push_back(key);
  }
  return out;
}

std::optional<std::int64_t> packed_policy_size(const AssumeRoleRequest& request) {
  std::size_t bytes = request.policy.value_or("").size();
  if (request.policy_arns) {
    for (const auto& policy : *request.policy_arns) bytes += policy.arn.value_or("").size();
  }
  if (request.tags) {
    for (const auto& tag : *request.tags) bytes += tag.key.size() + tag.value.size();
  }
  if (bytes == 0) return std::nullopt;
  return static_cast<std::int64_t>((bytes * 100 + kPackedPolicyBytesLimit - 1) / kPackedPolicyBytesLimit);
}

}  // namespace stellwerk::sts
