#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "store/table.h"

namespace stellwerk::iam {

using Tags = std::map<std::string, std::string>;

/// What a user, group or role holds of policies. Groups have no boundary.
struct PermissionsRecord {
  std::vector<std::string> attached;                   // ARNs, in order of attachment
  std::map<std::string, std::string> inline_policies;  // by name
  std::string boundary;                                // ARN, or empty
  static void fields(auto& record, auto& visit) {
    visit(1, record.attached);
    visit(2, record.inline_policies);
    visit(3, record.boundary);
  }
};

struct UserRecord {
  std::string name;
  std::string id;  // AIDA…
  std::string path;
  Timestamp create_date;
  Tags tags;
  PermissionsRecord permissions;
  std::vector<std::string> groups;
  std::vector<std::string> access_key_ids;
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.id);
    visit(3, record.path);
    visit(4, record.create_date);
    visit(5, record.tags);
    visit(6, record.permissions);
    visit(7, record.groups);
    visit(8, record.access_key_ids);
  }
};

struct GroupRecord {
  std::string name;
  std::string id;  // AGPA…
  std::string path;
  Timestamp create_date;
  PermissionsRecord permissions;
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.id);
    visit(3, record.path);
    visit(4, record.create_date);
    visit(5, record.permissions);
  }
};

struct RoleRecord {
  std::string name;
  std::string id;  // AROA…
  std::string path;
  Timestamp create_date;
  std::string description;
  std::int64_t max_session_seconds = 3600;
  std::string trust_policy;
  Tags tags;
  PermissionsRecord permissions;
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.id);
    visit(3, record.path);
    visit(4, record.create_date);
    visit(5, record.description);
    visit(6, record.max_session_seconds);
    visit(7, record.trust_policy);
    visit(8, record.tags);
    visit(9, record.permissions);
  }
};

/// A customer managed policy. The default version's document is kept here too, as it is read on every call.
struct PolicyRecord {
  std::string name;
  std::string id;  // ANPA…
  std::string path;
  std::string description;
  Timestamp create_date;
  Timestamp update_date;
  std::int64_t default_version = 1;
  std::int64_t last_version = 1;
  std::string document;
  Tags tags;
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.id);
    visit(3, record.path);
    visit(4, record.description);
    visit(5, record.create_date);
    visit(6, record.update_date);
    visit(7, record.default_version);
    visit(8, record.last_version);
    visit(9, record.document);
    visit(10, record.tags);
  }
};

struct PolicyVersionRecord {
  std::int64_t version = 1;
  std::string document;
  Timestamp create_date;
  static void fields(auto& record, auto& visit) {
    visit(1, record.version);
    visit(2, record.document);
    visit(3, record.create_date);
  }
};

/// A long-term key, under account "": a request names its key before its account is known.
struct AccessKeyRecord {
  std::string access_key_id;  // AKIA…
  std::string secret_access_key;
  std::string account;
  std::string user_name;
  bool is_active = true;
  Timestamp create_date;
  static void fields(auto& record, auto& visit) {
    visit(1, record.access_key_id);
    visit(2, record.secret_access_key);
    visit(3, record.account);
    visit(4, record.user_name);
    visit(5, record.is_active);
    visit(6, record.create_date);
  }
};

/// When a key or role was last used, to within kUseNoteSeconds. Apart from the key or role itself, so that
/// noting it touches nothing that each call reads.
struct UseRecord {
  Timestamp last_used;
  std::string service;
  std::string region;
  static void fields(auto& record, auto& visit) {
    visit(1, record.last_used);
    visit(2, record.service);
    visit(3, record.region);
  }
};

/// Who holds a policy: the way back from the policy to its holders, one record each, so that two
/// attachments of one policy do not touch the same record.
struct AttachmentRecord {
  std::string policy_arn;
  std::string usage;        // "policy" or "boundary"
  std::string holder_kind;  // "user", "group", "role"
  std::string holder_name;
  static void fields(auto& record, auto& visit) {
    visit(1, record.policy_arn);
    visit(2, record.usage);
    visit(3, record.holder_kind);
    visit(4, record.holder_name);
  }
};

struct InstanceProfileRecord {
  std::string name;
  std::string id;  // AIPA…
  std::string path;
  Timestamp create_date;
  std::string role_name;  // or empty; one at most
  Tags tags;
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.id);
    visit(3, record.path);
    visit(4, record.create_date);
    visit(5, record.role_name);
    visit(6, record.tags);
  }
};

struct AccountAliasRecord {
  std::string alias;
  std::string account;
  static void fields(auto& record, auto& visit) {
    visit(1, record.alias);
    visit(2, record.account);
  }
};

/// What an organisation's management account lets IAM do with the root users of its members.
struct OrganizationFeaturesRecord {
  bool has_root_sessions = false;
  static void fields(auto& record, auto& visit) { visit(1, record.has_root_sessions); }
};

struct MembershipRecord {
  std::string user_name;
  static void fields(auto& record, auto& visit) { visit(1, record.user_name); }
};

/// A user or role by its unique id, so that policies which name the id can show the ARN of today.
struct PrincipalRecord {
  std::string account;
  std::string name;
  static void fields(auto& record, auto& visit) {
    visit(1, record.account);
    visit(2, record.name);
  }
};

// By lower-case name: names are unique whatever their case.
inline constexpr store::Table<UserRecord> kUsers{"iam.user"};
inline constexpr store::Table<GroupRecord> kGroups{"iam.group"};
inline constexpr store::Table<RoleRecord> kRoles{"iam.role"};
inline constexpr store::Table<PolicyRecord> kPolicies{"iam.policy"};
/// By lower-case policy name, version number.
inline constexpr store::Table<PolicyVersionRecord> kPolicyVersions{"iam.policy-version"};
inline constexpr store::Table<AccessKeyRecord> kAccessKeys{"iam.access-key"};
/// By unique id, under kInstallationScope.
inline constexpr store::Table<PrincipalRecord> kPrincipals{"iam.principal"};
/// By access key id or role id, under kInstallationScope.
inline constexpr store::Table<UseRecord> kUses{"iam.use"};
/// By policy ARN, usage, kind of holder, lower-case name.
inline constexpr store::Table<AttachmentRecord> kAttachments{"iam.attachment"};
/// By lower-case group name, lower-case user name.
inline constexpr store::Table<MembershipRecord> kMemberships{"iam.membership"};

inline constexpr store::Table<InstanceProfileRecord> kInstanceProfiles{"iam.instance-profile"};
/// An alias is unique among all accounts, and an account has one: the same record by alias and by account.
inline constexpr store::Table<AccountAliasRecord> kAccountAliases{"iam.account-alias"};
inline constexpr store::Table<AccountAliasRecord> kAliasesOfAccounts{"iam.alias-of-account"};
/// One record, under the management account.
inline constexpr store::Table<OrganizationFeaturesRecord> kOrganizationFeatures{"iam.organization-features"};

inline const store::Scope kInstallationScope{"", "global"};

}  // namespace stellwerk::iam
