#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

/// From then on every list must allow, so each root, unit and account gets the policy that allows all.
Result<EnablePolicyTypeResponse> enable_policy_type(Organizations&, ports::Call& call,
                                                    const EnablePolicyTypeRequest& request) {
  Tree tree = TRY(managed_tree(call));
  if (request.root_id != tree.organization().root_id) {
    return errors::RootNotFoundException("You specified a root that doesn't exist.");
  }
  TRY(check_policy_type(request.policy_type));
  if (tree.organization().feature_set != "ALL") {
    return constraint_violation("ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", "All features must be enabled for policies.");
  }
  if (tree.is_enabled(request.policy_type)) {
    return errors::PolicyTypeAlreadyEnabledException(
        "The specified policy type is already enabled in the specified root.");
  }
  OrganizationRecord organization = tree.organization();
  organization.enabled_policy_types.push_back(request.policy_type);
  tree.save(organization);
  for (const auto& id : tree.all_nodes()) tree.attach(std::string(kFullAccessId), id);
  return EnablePolicyTypeResponse{root_view(tree)};
}

}  // namespace stellwerk::organizations
