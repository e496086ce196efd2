#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<DeletePolicyResponse> delete_policy(Iam&, ports::Call& call, const DeletePolicyRequest& request) {
  Directory directory(call);
  auto policy = TRY(directory.own_policy(request.policy_arn));
  if (!directory.holders(request.policy_arn, kPolicyUsage).empty() ||
      !directory.holders(request.policy_arn, kBoundaryUsage).empty()) {
    return errors::DeleteConflictException("Cannot delete a policy attached to entities.");
  }
  if (directory.versions(policy).size() > 1) {
    return errors::DeleteConflictException(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
        "The default version is deleted with the policy.");
  }
  directory.erase(policy);
  return DeletePolicyResponse{};
}

}  // namespace stellwerk::iam
