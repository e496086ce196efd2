#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<UpdatePolicyResponse> update_policy(Organizations&, ports::Call& call, const UpdatePolicyRequest& request) {
  Tree tree = TRY(managed_tree(call));
  PolicyRecord policy = TRY(require_policy(tree, request.policy_id));
  if (policy.id == kFullAccessId)
    return invalid_input("IMMUTABLE_POLICY", "You can't change a policy that AWS manages.");
  if (request.content) TRY(check_policy_content(*request.content));
  if (request.name) {
    for (const PolicyRecord& other : tree.policies()) {
      if (other.id != policy.id && other.name == *request.name) {
        return errors::DuplicatePolicyException("A policy with the same name already exists.");
      }
    }
  }
  policy.name = request.name.value_or(policy.name);
  policy.description = request.description.value_or(policy.description);
  policy.content = request.content.value_or(policy.content);
  tree.save(policy);
  return UpdatePolicyResponse{view_of(policy, tree)};
}

}  // namespace stellwerk::organizations
