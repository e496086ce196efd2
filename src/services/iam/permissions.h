#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "services/iam/directory.h"
#include "services/iam/records.h"

/// What users, groups and roles have in common: attached and inline policies, a boundary. Each function
/// changes the holder's record; whoever calls it saves that.
namespace stellwerk::iam {

struct Holder {
  const char* kind;          // "user"
  const char* quota_suffix;  // "User", as in PoliciesPerUser
  std::string name;
  PermissionsRecord& permissions;
  std::size_t inline_size_limit;
};

Holder holder(UserRecord& user);
Holder holder(GroupRecord& group);
Holder holder(RoleRecord& role);

inline const std::string kPolicyUsage = "policy";
inline const std::string kBoundaryUsage = "boundary";

/// Errors: NoSuchEntity, LimitExceeded. Attaching twice is no error.
Result<void> attach_policy(Directory& directory, Holder holder, const std::string& policy_arn);
/// Errors: NoSuchEntity.
Result<void> detach_policy(Directory& directory, Holder holder, const std::string& policy_arn);
/// Errors: NoSuchEntity.
Result<void> set_boundary(Directory& directory, Holder holder, const std::string& policy_arn);
void clear_boundary(Directory& directory, Holder holder);

/// Errors: MalformedPolicyDocument, LimitExceeded.
Result<void> put_inline_policy(Holder holder, const std::string& policy_name, const std::string& document);
/// The document. Errors: NoSuchEntity.
Result<std::string> inline_policy(Holder holder, const std::string& policy_name);
Result<void> delete_inline_policy(Holder holder, const std::string& policy_name);

/// Errors: DeleteConflict if the holder still has policies.
Result<void> check_free_of_policies(Holder holder);
/// Keeps the way back from policies to a holder that gets another name.
void rename_holder(Directory& directory, Holder holder, const std::string& new_name);

/// Errors: MalformedPolicyDocument, LimitExceeded.
Result<void> check_managed_policy_document(const std::string& document);
/// The document as it is to be kept, the principals that it names by their unique ids.
/// Errors: MalformedPolicyDocument (also for a principal that does not exist), LimitExceeded.
Result<std::string> checked_trust_policy(store::Transaction& transaction, const std::string& document);

}  // namespace stellwerk::iam
