#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<RemoveAccountFromOrganizationResponse> remove_account_from_organization(
    Organizations&, ports::Call& call, const RemoveAccountFromOrganizationRequest& request) {
  Tree tree = TRY(managed_tree(call));
  AccountRecord account = TRY(require_account(tree, request.account_id));
  if (account.id == call.account) {
    return errors::MasterCannotLeaveOrganizationException(
        "You can't remove a management account from an organization.");
  }
  if (account.state != "ACTIVE") {
    return constraint_violation("ACCOUNT_CANNOT_LEAVE_ORGANIZATION", "A closed account can't leave its organization.");
  }
  tree.release(std::move(account));
  return RemoveAccountFromOrganizationResponse{};
}

}  // namespace stellwerk::organizations
