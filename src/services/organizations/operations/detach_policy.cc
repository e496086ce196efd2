#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<DetachPolicyResponse> detach_policy(Organizations&, ports::Call& call, const DetachPolicyRequest& request) {
  Tree tree = TRY(managed_tree(call));
  PolicyRecord policy = TRY(require_policy(tree, request.policy_id));
  Node target = TRY(require_target(tree, request.target_id));
  if (!tree.is_attached(policy.id, target.id)) {
    return errors::PolicyNotAttachedException(
        "The policy isn't attached to the specified target in the specified root.");
  }
  if (tree.policies_on(target.id).size() == 1) {
    return constraint_violation("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                                "You can't detach the last policy of this type: a root, OU or account needs one.");
  }
  tree.detach(policy.id, target.id);
  return DetachPolicyResponse{};
}

}  // namespace stellwerk::organizations
