#include "services/iam/permissions.h"

#include <algorithm>

#include "api/iam.h"
#include "auth/policy.h"
#include "services/iam/managed_policies.h"
#include "services/iam/principals.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

namespace {

bool policy_exists(Directory& directory, const std::string& arn) {
  return find_managed_policy(arn) != nullptr || directory.policy(arn).has_value();
}

AttachmentRecord attachment(const Holder& holder, const std::string& arn, const std::string& usage) {
  return {arn, usage, holder.kind, holder.name};
}

}  // namespace

Holder holder(UserRecord& user) { return {"user", "User", user.name, user.permissions, kUserInlineSizeLimit}; }
Holder holder(GroupRecord& group) { return {"group", "Group", group.name, group.permissions, kGroupInlineSizeLimit}; }
Holder holder(RoleRecord& role) { return {"role", "Role", role.name, role.permissions, kRoleInlineSizeLimit}; }

Result<void> attach_policy(Directory& directory, Holder holder, const std::string& policy_arn) {
  if (!policy_exists(directory, policy_arn)) {
    return errors::NoSuchEntityException("Policy " + policy_arn + " does not exist or is not attachable.");
  }
  auto& attached = holder.permissions.attached;
  if (std::ranges::find(attached, policy_arn) != attached.end()) return {};
  if (attached.size() >= kAttachedPoliciesLimit) {
    return errors::LimitExceededException(std::string("Cannot exceed quota for PoliciesPer") + holder.quota_suffix +
                                          ": " + std::to_string(kAttachedPoliciesLimit));
  }
  attached.push_back(policy_arn);
  directory.add_holder(attachment(holder, policy_arn, kPolicyUsage));
  return {};
}

Result<void> detach_policy(Directory& directory, Holder holder, const std::string& policy_arn) {
  if (std::erase(holder.permissions.attached, policy_arn) == 0) {
    return errors::NoSuchEntityException("Policy " + policy_arn + " was not found.");
  }
  directory.remove_holder(attachment(holder, policy_arn, kPolicyUsage));
  return {};
}

Result<void> set_boundary(Directory& directory, Holder holder, const std::string& policy_arn) {
  if (!policy_exists(directory, policy_arn)) {
    return errors::NoSuchEntityException("Scope ARN: " + policy_arn + " does not exist or is not attachable.");
  }
  clear_boundary(directory, holder);
  holder.permissions.boundary = policy_arn;
  directory.add_holder(attachment(holder, policy_arn, kBoundaryUsage));
  return {};
}

void clear_boundary(Directory& directory, Holder holder) {
  if (holder.permissions.boundary.empty()) return;
  directory.remove_holder(attachment(holder, holder.permissions.boundary, kBoundaryUsage));
  holder.permissions.boundary.clear();
}

Result<void> put_inline_policy(Holder holder, const std::string& policy_name, const std::string& document) {
  TRY(auth::parse_policy(document, auth::PolicyKind::identity));
  std::size_t size = policy_size(document);
  for (const auto& [name, text] : holder.permissions.inline_policies) {
    if (name != policy_name) size += policy_size(text);
  }
  if (size > holder.inline_size_limit) {
    return errors::LimitExceededException("Maximum policy size of " + std::to_string(holder.inline_size_limit) +
                                          " bytes exceeded for " + holder.kind + " " + holder.name);
  }
  holder.permissions.inline_policies[policy_name] = document;
  return {};
}

Result<std::string> inline_policy(Holder holder, const std::string& policy_name) {
  auto found = holder.permissions.inline_policies.find(policy_name);
  if (found == holder.permissions.inline_policies.end()) {
    return errors::NoSuchEntityException(std::string("The ") + holder.kind + " policy with name " + policy_name +
                                         " cannot be found.");
  }
  return found->second;
}

Result<void> delete_inline_policy(Holder holder, const std::string& policy_name) {
  TRY(inline_policy(holder, policy_name));
  holder.permissions.inline_policies.erase(policy_name);
  return {};
}

Result<void> check_free_of_policies(Holder holder) {
  if (!holder.permissions.inline_policies.empty()) {
    return errors::DeleteConflictException("Cannot delete entity, must delete policies first.");
  }
  if (!holder.permissions.attached.empty()) {
    return errors::DeleteConflictException("Cannot delete entity, must detach all policies first.");
  }
  return {};
}

void rename_holder(Directory& directory, Holder holder, const std::string& new_name) {
  Holder renamed{holder.kind, holder.quota_suffix, new_name, holder.permissions, holder.inline_size_limit};
  for (const auto& arn : holder.permissions.attached) {
    directory.remove_holder(attachment(holder, arn, kPolicyUsage));
    directory.add_holder(attachment(renamed, arn, kPolicyUsage));
  }
  if (holder.permissions.boundary.empty()) return;
  directory.remove_holder(attachment(holder, holder.permissions.boundary, kBoundaryUsage));
  directory.add_holder(attachment(renamed, holder.permissions.boundary, kBoundaryUsage));
}

Result<void> check_managed_policy_document(const std::string& document) {
  TRY(auth::parse_policy(document, auth::PolicyKind::identity));
  if (policy_size(document) > kManagedPolicySizeLimit) {
    return errors::LimitExceededException("Cannot exceed quota for PolicySize: " +
                                          std::to_string(kManagedPolicySizeLimit));
  }
  return {};
}

Result<std::string> checked_trust_policy(store::Transaction& transaction, const std::string& document) {
  TRY(auth::parse_policy(document, auth::PolicyKind::trust));
  if (policy_size(document) > kTrustPolicySizeLimit) {
    return errors::LimitExceededException("Cannot exceed quota for ACLSizePerRole: " +
                                          std::to_string(kTrustPolicySizeLimit));
  }
  return bind_policy(transaction, document);
}

}  // namespace stellwerk::iam
