#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<DeleteOrganizationResponse> delete_organization(Organizations&, ports::Call& call,
                                                       const DeleteOrganizationRequest&) {
  Tree tree = TRY(managed_tree(call));
  auto accounts = tree.accounts();
  bool has_members = std::any_of(accounts.begin(), accounts.end(), [&](const AccountRecord& account) {
    return account.id != call.account && account.state == "ACTIVE";
  });
  if (has_members || !tree.units().empty() || !kPolicies.all(call.transaction, tree.scope()).empty()) {
    return errors::OrganizationNotEmptyException(
        "The organization isn't empty. To delete an organization, you must first remove or close all accounts except "
        "the management account, delete all OUs, and delete all policies.");
  }
  for (const PolicyRecord& policy : tree.policies_on(tree.organization().root_id)) {
    tree.detach(policy.id, tree.organization().root_id);
  }
  tree.save_tags(tree.organization().root_id, {});
  for (const AccountRecord& account : accounts) tree.release(account);
  for (const CreationRecord& creation : kCreations.all(call.transaction, tree.scope())) {
    kCreations.erase(call.transaction, tree.scope(), {creation.id});
  }
  kOrganizations.erase(call.transaction, tree.scope(), {});
  return DeleteOrganizationResponse{};
}

}  // namespace stellwerk::organizations
