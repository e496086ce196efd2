#include "services/iam/views.h"

#include "services/iam/permissions.h"
#include "services/iam/principals.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

namespace {

std::optional<AttachedPermissionsBoundary> boundary_of(const PermissionsRecord& permissions) {
  if (permissions.boundary.empty()) return std::nullopt;
  return AttachedPermissionsBoundary{"Policy", permissions.boundary};
}

std::optional<std::vector<Tag>> tags_if_any(const Tags& tags) {
  if (tags.empty()) return std::nullopt;
  return tag_list(tags);
}

std::int64_t count(Directory& directory, const std::string& arn, const std::string& usage) {
  return static_cast<std::int64_t>(directory.holders(arn, usage).size());
}

}  // namespace

std::vector<Tag> tag_list(const Tags& tags) {
  std::vector<Tag> out;
  for (const auto& [key, value] : tags) out.push_back({key, value});
  return out;
}

std::vector<std::pair<std::string, std::string>> tag_pairs(const std::optional<std::vector<Tag>>& tags) {
  std::vector<std::pair<std::string, std::string>> out;
  if (!tags) return out;
  for (const auto& tag : *tags) out.emplace_back(tag.key, tag.value);
  return out;
}

std::vector<std::string> enabled_features(const OrganizationFeaturesRecord& features) {
  if (features.has_root_sessions) return {"RootSessions"};
  return {};
}

AttachedPolicy attached_policy(const std::string& arn) { return {arn.substr(arn.rfind('/') + 1), arn}; }

User view(const Directory& directory, const UserRecord& user, Detail detail) {
  User out;
  out.path = user.path;
  out.user_name = user.name;
  out.user_id = user.id;
  out.arn = directory.arn(user);
  out.create_date = user.create_date;
  if (detail == Detail::listed) return out;
  out.permissions_boundary = boundary_of(user.permissions);
  out.tags = tags_if_any(user.tags);
  return out;
}

Group view(const Directory& directory, const GroupRecord& group) {
  return {group.path, group.name, group.id, directory.arn(group), group.create_date};
}

Role view(Directory& directory, const RoleRecord& role, Detail detail) {
  Role out;
  out.path = role.path;
  out.role_name = role.name;
  out.role_id = role.id;
  out.arn = directory.arn(role);
  out.create_date = role.create_date;
  out.assume_role_policy_document = encoded_document(show_policy(directory.transaction(), role.trust_policy));
  if (!role.description.empty()) out.description = role.description;
  out.max_session_duration = role.max_session_seconds;
  if (detail == Detail::listed) return out;
  out.permissions_boundary = boundary_of(role.permissions);
  out.tags = tags_if_any(role.tags);
  return out;
}

Policy view(Directory& directory, const PolicyRecord& policy, Detail detail) {
  Policy out;
  out.policy_name = policy.name;
  out.policy_id = policy.id;
  out.arn = directory.arn(policy);
  out.path = policy.path;
  out.default_version_id = version_id(policy.default_version);
  out.attachment_count = count(directory, *out.arn, kPolicyUsage);
  out.permissions_boundary_usage_count = count(directory, *out.arn, kBoundaryUsage);
  out.is_attachable = true;
  out.create_date = policy.create_date;
  out.update_date = policy.update_date;
  if (detail == Detail::listed) return out;
  if (!policy.description.empty()) out.description = policy.description;
  out.tags = tag_list(policy.tags);
  return out;
}

Policy view(Directory& directory, const ManagedPolicy& policy, Detail detail) {
  Policy out;
  out.policy_name = std::string(policy.name);
  out.policy_id = policy.id();
  out.arn = policy.arn();
  out.path = std::string(policy.path);
  out.default_version_id = std::string(policy.default_version_id);
  out.attachment_count = count(directory, *out.arn, kPolicyUsage);
  out.permissions_boundary_usage_count = count(directory, *out.arn, kBoundaryUsage);
  out.is_attachable = true;
  out.create_date = policy.create_date;
  out.update_date = policy.update_date;
  if (detail == Detail::full) out.tags.emplace();
  return out;
}

PolicyVersion view(const PolicyRecord& policy, const PolicyVersionRecord& version) {
  return {encoded_document(version.document), version_id(version.version), version.version == policy.default_version,
          version.create_date};
}

Result<PolicyVersion> view_version(const ManagedPolicy& policy, const std::string& version_id) {
  if (version_id != policy.default_version_id) {
    return errors::NoSuchEntityException("Policy " + policy.arn() + " version " + version_id +
                                         " does not exist or is not attachable.");
  }
  return PolicyVersion{encoded_document(document_of(policy)), version_id, true, policy.version_date};
}

}  // namespace stellwerk::iam
