#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

/// Closing is final and done when it answers; the account stays listed as closed.
Result<CloseAccountResponse> close_account(Organizations&, ports::Call& call, const CloseAccountRequest& request) {
  Tree tree = TRY(managed_tree(call));
  AccountRecord account = TRY(require_account(tree, request.account_id));
  if (account.id == call.account) {
    return constraint_violation("CANNOT_CLOSE_MANAGEMENT_ACCOUNT", "You can't close the management account.");
  }
  if (account.state != "ACTIVE") {
    return errors::AccountAlreadyClosedException("You attempted to close an account that is already closed.");
  }
  account.state = "CLOSED";
  tree.save(account);
  // It cannot be opened again, so its address is free for another.
  kEmails.erase(call.transaction, installation_scope(), {to_lower(account.email)});
  return CloseAccountResponse{};
}

}  // namespace stellwerk::organizations
