#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/table.h"

namespace stellwerk::organizations {

/// An organisation; under its management account.
struct OrganizationRecord {
  std::string id;       // "o-…"
  std::string root_id;  // "r-…"
  std::string feature_set;
  std::string management_account;
  std::vector<std::string> enabled_policy_types;
  std::map<std::string, Timestamp> service_access;  // trusted services with the time of enabling
  static void fields(auto& record, auto& visit) {
    visit(1, record.id);
    visit(2, record.root_id);
    visit(3, record.feature_set);
    visit(4, record.management_account);
    visit(5, record.enabled_policy_types);
    visit(6, record.service_access);
  }
};

/// An account; under account "", as it outlives its organisation and is looked up on every call.
struct AccountRecord {
  std::string id;
  std::string name;
  std::string email;
  std::string state = "ACTIVE";  // ACTIVE, CLOSED
  std::string joined_method;     // INVITED (the management account), CREATED
  Timestamp joined;
  std::string management_account;  // of its organisation; empty: in none
  std::string parent_id;           // root or unit
  static void fields(auto& record, auto& visit) {
    visit(1, record.id);
    visit(2, record.name);
    visit(3, record.email);
    visit(4, record.state);
    visit(5, record.joined_method);
    visit(6, record.joined);
    visit(7, record.management_account);
    visit(8, record.parent_id);
  }
};

struct UnitRecord {
  std::string id;  // "ou-<root's suffix>-…"
  std::string name;
  std::string parent_id;
  static void fields(auto& record, auto& visit) {
    visit(1, record.id);
    visit(2, record.name);
    visit(3, record.parent_id);
  }
};

struct PolicyRecord {
  std::string id;  // "p-…"
  std::string name;
  std::string description;
  std::string type;
  std::string content;  // JSON
  static void fields(auto& record, auto& visit) {
    visit(1, record.id);
    visit(2, record.name);
    visit(3, record.description);
    visit(4, record.type);
    visit(5, record.content);
  }
};

/// A policy on a root, unit or account; kept twice, so that both ends find it.
struct AttachmentRecord {
  std::string policy_id;
  std::string target_id;
  static void fields(auto& record, auto& visit) {
    visit(1, record.policy_id);
    visit(2, record.target_id);
  }
};

struct CreationRecord {
  std::string id;  // "car-…"
  std::string account_name;
  std::string state;  // SUCCEEDED, FAILED
  std::string account_id;
  std::string failure_reason;
  Timestamp requested;
  static void fields(auto& record, auto& visit) {
    visit(1, record.id);
    visit(2, record.account_name);
    visit(3, record.state);
    visit(4, record.account_id);
    visit(5, record.failure_reason);
    visit(6, record.requested);
  }
};

struct TagsRecord {
  std::map<std::string, std::string> tags;
  static void fields(auto& record, auto& visit) { visit(1, record.tags); }
};

/// That the account of the key is a member.
struct MemberRecord {
  std::string account;
  static void fields(auto& record, auto& visit) { visit(1, record.account); }
};

// Under account "".
inline constexpr store::Table<AccountRecord> kAccounts{"organizations.account"};  // {account}
inline constexpr store::Table<MemberRecord> kEmails{"organizations.email"};       // {address in lower case}
// Under the management account.
inline constexpr store::Table<OrganizationRecord> kOrganizations{"organizations.organization"};  // {}
inline constexpr store::Table<MemberRecord> kMembers{"organizations.member"};                    // {account}
inline constexpr store::Table<UnitRecord> kUnits{"organizations.unit"};                          // {id}
inline constexpr store::Table<PolicyRecord> kPolicies{"organizations.policy"};                   // {id}
inline constexpr store::Table<AttachmentRecord> kAttachments{"organizations.attachment"};        // {target, policy}
inline constexpr store::Table<AttachmentRecord> kTargets{"organizations.target"};                // {policy, target}
inline constexpr store::Table<CreationRecord> kCreations{"organizations.creation"};              // {id}
inline constexpr store::Table<TagsRecord> kTags{"organizations.tags"};                           // {resource}

inline store::Scope installation_scope() { return {"", "global"}; }

}  // namespace stellwerk::organizations
