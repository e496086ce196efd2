#include "services/iam/directory.h"

#include "api/iam.h"
#include "base/bytes.h"
#include "services/iam/managed_policies.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

Directory::Directory(store::Transaction& transaction, std::string account)
    : transaction_(transaction), scope_{std::move(account), "global"} {}

template <class Record>
Result<Record> Directory::existing(const store::Table<Record>& table, const std::string& name, const char* kind) {
  auto record = table.get(transaction_, scope_, {to_lower(name)});
  if (!record) {
    return errors::NoSuchEntityException(std::string("The ") + kind + " with name " + name + " cannot be found.");
  }
  return std::move(*record);
}

Result<UserRecord> Directory::user(const std::string& name) { return existing(kUsers, name, "user"); }
Result<GroupRecord> Directory::group(const std::string& name) { return existing(kGroups, name, "group"); }
Result<RoleRecord> Directory::role(const std::string& name) { return existing(kRoles, name, "role"); }

Result<PolicyRecord> Directory::policy(const std::string& arn) {
  auto missing = [&] { return errors::NoSuchEntityException("Policy " + arn + " was not found."); };
  auto parsed = parse_arn(arn);
  if (!parsed) return Error{"InvalidInput", "ARN " + arn + " is not valid."};
  auto entity = entity_of(*parsed, "policy");
  if (!entity || parsed->account != scope_.account) return missing();
  auto record = kPolicies.get(transaction_, scope_, {to_lower(entity->name)});
  if (!record || record->name != entity->name || record->path != entity->path) return missing();
  return std::move(*record);
}

Result<PolicyRecord> Directory::own_policy(const std::string& arn) {
  auto parsed = parse_arn(arn);
  if (parsed && parsed->account == kAwsAccount) {
    return Error{"AccessDenied", "Policy is outside your own account.", 403};
  }
  return policy(arn);
}

Result<PolicyVersionRecord> Directory::policy_version(const PolicyRecord& policy, const std::string& version_id) {
  if (auto number = version_number(version_id)) {
    auto record = kPolicyVersions.get(transaction_, scope_, {to_lower(policy.name), store::ordered(*number)});
    if (record) return std::move(*record);
  }
  return errors::NoSuchEntityException("Policy " + arn(policy) + " version " + version_id +
                                       " does not exist or is not attachable.");
}

bool Directory::has_user(const std::string& name) {
  return kUsers.get(transaction_, scope_, {to_lower(name)}).has_value();
}
bool Directory::has_group(const std::string& name) {
  return kGroups.get(transaction_, scope_, {to_lower(name)}).has_value();
}
bool Directory::has_role(const std::string& name) {
  return kRoles.get(transaction_, scope_, {to_lower(name)}).has_value();
}
bool Directory::has_policy(const std::string& name) {
  return kPolicies.get(transaction_, scope_, {to_lower(name)}).has_value();
}

void Directory::save(const UserRecord& user) {
  kUsers.put(transaction_, scope_, {to_lower(user.name)}, user);
  note_id(user);
}
void Directory::save(const GroupRecord& group) { kGroups.put(transaction_, scope_, {to_lower(group.name)}, group); }
void Directory::save(const RoleRecord& role) {
  kRoles.put(transaction_, scope_, {to_lower(role.name)}, role);
  note_id(role);
}
void Directory::save(const PolicyRecord& policy) {
  kPolicies.put(transaction_, scope_, {to_lower(policy.name)}, policy);
}
void Directory::save(const PolicyRecord& policy, const PolicyVersionRecord& version) {
  kPolicyVersions.put(transaction_, scope_, {to_lower(policy.name), store::ordered(version.version)}, version);
}

void Directory::note_id(const UserRecord& user) {
  kPrincipals.put(transaction_, kInstallationScope, {user.id}, {account(), user.name});
}
void Directory::note_id(const RoleRecord& role) {
  kPrincipals.put(transaction_, kInstallationScope, {role.id}, {account(), role.name});
}

void Directory::erase(const UserRecord& user) {
  kUsers.erase(transaction_, scope_, {to_lower(user.name)});
  kPrincipals.erase(transaction_, kInstallationScope, {user.id});
}
void Directory::erase(const GroupRecord& group) { kGroups.erase(transaction_, scope_, {to_lower(group.name)}); }
void Directory::erase(const RoleRecord& role) {
  kRoles.erase(transaction_, scope_, {to_lower(role.name)});
  kPrincipals.erase(transaction_, kInstallationScope, {role.id});
}
void Directory::erase(const PolicyRecord& policy) {
  for (const auto& version : versions(policy)) erase(policy, version);
  kPolicies.erase(transaction_, scope_, {to_lower(policy.name)});
}
void Directory::erase(const PolicyRecord& policy, const PolicyVersionRecord& version) {
  kPolicyVersions.erase(transaction_, scope_, {to_lower(policy.name), store::ordered(version.version)});
}

std::vector<UserRecord> Directory::users() { return kUsers.all(transaction_, scope_); }
std::vector<GroupRecord> Directory::groups() { return kGroups.all(transaction_, scope_); }
std::vector<RoleRecord> Directory::roles() { return kRoles.all(transaction_, scope_); }
std::vector<PolicyRecord> Directory::policies() { return kPolicies.all(transaction_, scope_); }
std::vector<PolicyVersionRecord> Directory::versions(const PolicyRecord& policy) {
  return kPolicyVersions.all(transaction_, scope_, {to_lower(policy.name)});
}

std::string Directory::arn(const UserRecord& user) const { return entity_arn(account(), "user", user.path, user.name); }
std::string Directory::arn(const GroupRecord& group) const {
  return entity_arn(account(), "group", group.path, group.name);
}
std::string Directory::arn(const RoleRecord& role) const { return entity_arn(account(), "role", role.path, role.name); }
std::string Directory::arn(const PolicyRecord& policy) const {
  return entity_arn(account(), "policy", policy.path, policy.name);
}

void Directory::add_member(const std::string& group_name, const std::string& user_name) {
  kMemberships.put(transaction_, scope_, {to_lower(group_name), to_lower(user_name)}, {user_name});
}

void Directory::remove_member(const std::string& group_name, const std::string& user_name) {
  kMemberships.erase(transaction_, scope_, {to_lower(group_name), to_lower(user_name)});
}

std::vector<std::string> Directory::members(const std::string& group_name) {
  std::vector<std::string> names;
  for (auto& member : kMemberships.all(transaction_, scope_, {to_lower(group_name)})) names.push_back(member.user_name);
  return names;
}

std::optional<std::string> Directory::policy_document(const std::string& arn) {
  if (const auto* managed = find_managed_policy(arn)) return document_of(*managed);
  auto record = policy(arn);
  if (!record) return std::nullopt;
  return std::move(record->document);
}

std::vector<AttachmentRecord> Directory::holders(const std::string& policy_arn, const std::string& usage) {
  return kAttachments.all(transaction_, scope_, {policy_arn, usage});
}

void Directory::add_holder(const AttachmentRecord& holder) {
  kAttachments.put(transaction_, scope_,
                   {holder.policy_arn, holder.usage, holder.holder_kind, to_lower(holder.holder_name)}, holder);
}

void Directory::remove_holder(const AttachmentRecord& holder) {
  kAttachments.erase(transaction_, scope_,
                     {holder.policy_arn, holder.usage, holder.holder_kind, to_lower(holder.holder_name)});
}

}  // namespace stellwerk::iam
