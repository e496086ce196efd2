#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<MoveAccountResponse> move_account(Organizations&, ports::Call& call, const MoveAccountRequest& request) {
  Tree tree = TRY(managed_tree(call));
  AccountRecord account = TRY(require_account(tree, request.account_id));
  if (account.parent_id != request.source_parent_id) {
    return errors::SourceParentNotFoundException("You specified a source parent that isn't the account's parent.");
  }
  if (!require_parent(tree, request.destination_parent_id)) {
    return errors::DestinationParentNotFoundException("You specified a destination parent that doesn't exist.");
  }
  if (account.parent_id == request.destination_parent_id) {
    return errors::DuplicateAccountException("That account is already present in the specified destination.");
  }
  account.parent_id = request.destination_parent_id;
  tree.save(account);
  return MoveAccountResponse{};
}

}  // namespace stellwerk::organizations
