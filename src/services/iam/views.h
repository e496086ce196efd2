#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/iam.h"
#include "services/iam/directory.h"
#include "services/iam/managed_policies.h"

/// Records as the API shows them. `Detail::listed` leaves out what List* operations leave out (tags,
/// boundary, descriptions).
namespace stellwerk::iam {

enum class Detail { full, listed };

User view(const Directory& directory, const UserRecord& user, Detail detail);
Group view(const Directory& directory, const GroupRecord& group);
/// Its trust policy with the ARNs of today, and the ids of those who are gone.
Role view(Directory& directory, const RoleRecord& role, Detail detail);
/// Counts attachments, which takes a scan.
Policy view(Directory& directory, const PolicyRecord& policy, Detail detail);
Policy view(Directory& directory, const ManagedPolicy& policy, Detail detail);
PolicyVersion view(const PolicyRecord& policy, const PolicyVersionRecord& version);
/// AWS's policies have their default version only here. Errors: NoSuchEntity.
Result<PolicyVersion> view_version(const ManagedPolicy& policy, const std::string& version_id);

std::vector<Tag> tag_list(const Tags& tags);
std::vector<std::pair<std::string, std::string>> tag_pairs(const std::optional<std::vector<Tag>>& tags);
/// "RootSessions".
std::vector<std::string> enabled_features(const OrganizationFeaturesRecord& features);
/// AWS names an attached policy by the last part of its ARN.
AttachedPolicy attached_policy(const std::string& arn);

}  // namespace stellwerk::iam
