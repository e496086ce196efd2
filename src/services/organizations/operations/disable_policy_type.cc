#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

/// All policies of the type come off; enabling it again does not bring them back.
Result<DisablePolicyTypeResponse> disable_policy_type(Organizations&, ports::Call& call,
                                                      const DisablePolicyTypeRequest& request) {
  Tree tree = TRY(managed_tree(call));
  if (request.root_id != tree.organization().root_id) {
    return errors::RootNotFoundException("You specified a root that doesn't exist.");
  }
  if (!tree.is_enabled(request.policy_type)) {
    return errors::PolicyTypeNotEnabledException("The specified policy type isn't currently enabled in this root.");
  }
  OrganizationRecord organization = tree.organization();
  std::erase(organization.enabled_policy_types, request.policy_type);
  tree.save(organization);
  for (const auto& id : tree.all_nodes()) {
    for (const PolicyRecord& policy : tree.policies_on(id)) {
      if (policy.type == request.policy_type) tree.detach(policy.id, id);
    }
  }
  return DisablePolicyTypeResponse{root_view(tree)};
}

}  // namespace stellwerk::organizations
