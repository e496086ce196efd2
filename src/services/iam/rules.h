#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arn.h"
#include "base/id_source.h"
#include "base/result.h"
#include "services/iam/records.h"

/// Names, identifiers, quotas. Pure.
namespace stellwerk::iam {

// Source of the limits: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
inline constexpr std::size_t kAccessKeysPerUserLimit = 2;
inline constexpr std::size_t kAttachedPoliciesLimit = 10;
inline constexpr std::size_t kGroupsPerUserLimit = 10;
inline constexpr std::size_t kPolicyVersionsLimit = 5;
inline constexpr std::size_t kTagsLimit = 50;
inline constexpr std::size_t kManagedPolicySizeLimit = 6144;
inline constexpr std::size_t kUserInlineSizeLimit = 2048;
inline constexpr std::size_t kGroupInlineSizeLimit = 5120;
inline constexpr std::size_t kRoleInlineSizeLimit = 10240;
inline constexpr std::size_t kTrustPolicySizeLimit = 2048;
inline constexpr std::int64_t kDefaultMaxSessionSeconds = 3600;
inline constexpr std::size_t kDefaultMaxItems = 100;
inline constexpr std::size_t kMaxItemsLimit = 1000;
inline constexpr std::int64_t kUseNoteSeconds = 900;  // AWS's own times of last use lag by hours

/// What stands for the account in the ARNs of AWS's own policies.
inline constexpr std::string_view kAwsAccount = "aws";

inline constexpr std::string_view kUserIdPrefix = "AIDA";
inline constexpr std::string_view kGroupIdPrefix = "AGPA";
inline constexpr std::string_view kRoleIdPrefix = "AROA";
inline constexpr std::string_view kPolicyIdPrefix = "ANPA";
inline constexpr std::string_view kInstanceProfileIdPrefix = "AIPA";
inline constexpr std::string_view kLongTermKeyPrefix = "AKIA";
inline constexpr std::string_view kTemporaryKeyPrefix = "ASIA";

/// "AIDA" and 17 characters.
std::string new_entity_id(std::string_view prefix, IdSource& ids);
/// "AKIA" and 16 characters.
std::string new_access_key_id(std::string_view prefix, IdSource& ids);
/// 40 characters.
std::string new_secret_access_key(IdSource& ids);

/// arn:aws:iam::ACCOUNT:KIND/PATH/NAME; `path` begins and ends with '/'.
std::string entity_arn(std::string_view account, std::string_view kind, std::string_view path, std::string_view name);
std::string root_arn(std::string_view account);
/// arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION, without the role's path.
std::string session_arn(std::string_view account, std::string_view role_name, std::string_view session_name);

/// Path and name of an ARN's resource, "role/a/b" → {"/a/", "b"}; nothing if it is of another kind.
struct EntityName {
  std::string path;
  std::string name;
};
std::optional<EntityName> entity_of(const Arn& arn, std::string_view kind);
/// The path in a managed policy's ARN.
std::string policy_path(const std::string& policy_arn);

/// "/" if absent. Errors: ValidationError, InvalidInput for a path that AWS keeps for itself.
Result<std::string> checked_path(const std::optional<std::string>& path);

/// Documents go over the wire as RFC 3986 percent-encoded text.
std::string encoded_document(std::string_view document);

/// A policy's length without white space outside of strings, which is what AWS counts.
std::size_t policy_size(std::string_view document);

/// Puts `added` over `tags`; keys that differ only in case are the same key.
/// Errors: InvalidInput (doubled or reserved keys), LimitExceeded.
Result<void> add_tags(Tags& tags, const std::vector<std::pair<std::string, std::string>>& added);
void remove_tags(Tags& tags, const std::vector<std::string>& keys);

/// "v3" → 3.
std::optional<std::int64_t> version_number(std::string_view version_id);
std::string version_id(std::int64_t version);

}  // namespace stellwerk::iam
