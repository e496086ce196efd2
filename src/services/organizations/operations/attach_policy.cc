#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<AttachPolicyResponse> attach_policy(Organizations&, ports::Call& call, const AttachPolicyRequest& request) {
  Tree tree = TRY(managed_tree(call));
  PolicyRecord policy = TRY(require_policy(tree, request.policy_id));
  Node target = TRY(require_target(tree, request.target_id));
  if (!tree.is_enabled(policy.type)) {
    return errors::PolicyTypeNotEnabledException("The specified policy type isn't currently enabled in this root.");
  }
  if (tree.is_attached(policy.id, target.id)) {
    return errors::DuplicatePolicyAttachmentException(
        "The selected policy is already attached to the specified target.");
  }
  if (tree.policies_on(target.id).size() >= kPoliciesPerTargetLimit) {
    return constraint_violation("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                                "You have attached the maximum number of policies of this type to the target.");
  }
  tree.attach(policy.id, target.id);
  return AttachPolicyResponse{};
}

}  // namespace stellwerk::organizations
