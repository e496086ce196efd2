#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<CreateOrganizationResponse> create_organization(Organizations&, ports::Call& call,
                                                       const CreateOrganizationRequest& request) {
  auto account = kAccounts.get(call.transaction, installation_scope(), {call.account});
  if (account && !account->management_account.empty()) {
    return errors::AlreadyInOrganizationException("The AWS account is already a member of an organization.");
  }
  OrganizationRecord organization{.id = new_organization_id(call.ids),
                                  .root_id = new_root_id(call.ids),
                                  .feature_set = request.feature_set.value_or("ALL"),
                                  .management_account = call.account};
  if (!account) {
    // The first account was made with the installation and has no address of its own.
    account = AccountRecord{.id = call.account, .name = "management", .email = call.account + "@accounts.localhost"};
  }
  account->joined_method = "INVITED";
  account->joined = call.now;
  account->management_account = call.account;
  account->parent_id = organization.root_id;
  Tree tree(call.transaction, organization);
  tree.save(organization);
  tree.save(*account);
  return CreateOrganizationResponse{view_of(organization, tree)};
}

}  // namespace stellwerk::organizations
