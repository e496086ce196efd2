#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<DeletePolicyResponse> delete_policy(Organizations&, ports::Call& call, const DeletePolicyRequest& request) {
  Tree tree = TRY(managed_tree(call));
  PolicyRecord policy = TRY(require_policy(tree, request.policy_id));
  if (policy.id == kFullAccessId)
    return invalid_input("IMMUTABLE_POLICY", "You can't delete a policy that AWS manages.");
  if (!tree.targets_of(policy.id).empty()) {
    return errors::PolicyInUseException(
        "The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before "
        "performing this operation.");
  }
  tree.erase_policy(policy.id);
  return DeletePolicyResponse{};
}

}  // namespace stellwerk::organizations
