#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<CreatePolicyResponse> create_policy(Organizations&, ports::Call& call, const CreatePolicyRequest& request) {
  Tree tree = TRY(managed_tree(call));
  TRY(check_policy_type(request.type));
  TRY(check_policy_content(request.content));
  auto tags = TRY(merged_tags({}, request.tags.value_or(std::vector<Tag>())));
  auto policies = tree.policies();
  if (policies.size() >= kPoliciesLimit) {
    return constraint_violation("POLICY_NUMBER_LIMIT_EXCEEDED", "You have exceeded the number of policies allowed.");
  }
  for (const PolicyRecord& other : policies) {
    if (other.name == request.name)
      return errors::DuplicatePolicyException("A policy with the same name already exists.");
  }
  PolicyRecord policy{new_policy_id(call.ids), request.name, request.description, request.type, request.content};
  tree.save(policy);
  tree.save_tags(policy.id, std::move(tags));
  return CreatePolicyResponse{view_of(policy, tree)};
}

}  // namespace stellwerk::organizations
