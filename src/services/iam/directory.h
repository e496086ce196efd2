#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ports/call.h"
#include "services/iam/records.h"

namespace stellwerk::iam {

/// One account's users, groups, roles and policies within a transaction. The lookups of single entities
/// answer NoSuchEntity in AWS's words. Names compare without case; ARNs do not.
class Directory {
 public:
  Directory(store::Transaction& transaction, std::string account);
  explicit Directory(ports::Call& call) : Directory(call.transaction, call.account) {}

  const std::string& account() const { return scope_.account; }
  store::Transaction& transaction() { return transaction_; }

  Result<UserRecord> user(const std::string& name);
  Result<GroupRecord> group(const std::string& name);
  Result<RoleRecord> role(const std::string& name);
  /// A customer managed policy of this account.
  Result<PolicyRecord> policy(const std::string& arn);
  /// The same, to be changed. AWS's own answer AccessDenied.
  Result<PolicyRecord> own_policy(const std::string& arn);
  Result<PolicyVersionRecord> policy_version(const PolicyRecord& policy, const std::string& version_id);

  // By name whatever its case: for uniqueness.
  bool has_user(const std::string& name);
  bool has_group(const std::string& name);
  bool has_role(const std::string& name);
  bool has_policy(const std::string& name);

  void save(const UserRecord& user);
  void save(const GroupRecord& group);
  void save(const RoleRecord& role);
  void save(const PolicyRecord& policy);
  void save(const PolicyRecord& policy, const PolicyVersionRecord& version);
  void erase(const UserRecord& user);
  void erase(const GroupRecord& group);
  void erase(const RoleRecord& role);
  void erase(const PolicyRecord& policy);
  void erase(const PolicyRecord& policy, const PolicyVersionRecord& version);

  /// The way from a unique id to its user or role. Saving one notes it; those of older data are noted when a
  /// policy names them.
  void note_id(const UserRecord& user);
  void note_id(const RoleRecord& role);

  std::vector<UserRecord> users();
  std::vector<GroupRecord> groups();
  std::vector<RoleRecord> roles();
  std::vector<PolicyRecord> policies();
  std::vector<PolicyVersionRecord> versions(const PolicyRecord& policy);

  std::string arn(const UserRecord& user) const;
  std::string arn(const GroupRecord& group) const;
  std::string arn(const RoleRecord& role) const;
  std::string arn(const PolicyRecord& policy) const;

  void add_member(const std::string& group_name, const std::string& user_name);
  void remove_member(const std::string& group_name, const std::string& user_name);
  std::vector<std::string> members(const std::string& group_name);

  /// The default version of a managed policy, AWS's or the account's own; nothing if there is none.
  std::optional<std::string> policy_document(const std::string& arn);
  /// Who holds the policy; `usage` "policy" or "boundary".
  std::vector<AttachmentRecord> holders(const std::string& policy_arn, const std::string& usage);
  void add_holder(const AttachmentRecord& holder);
  void remove_holder(const AttachmentRecord& holder);

 private:
  template <class Record>
  Result<Record> existing(const store::Table<Record>& table, const std::string& name, const char* kind);

  store::Transaction& transaction_;
  store::Scope scope_;
};

}  // namespace stellwerk::iam
