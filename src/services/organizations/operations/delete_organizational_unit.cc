#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

/// Closed accounts do not keep a unit alive: they move to the root.
Result<DeleteOrganizationalUnitResponse> delete_organizational_unit(Organizations&, ports::Call& call,
                                                                    const DeleteOrganizationalUnitRequest& request) {
  Tree tree = TRY(managed_tree(call));
  UnitRecord unit = TRY(require_unit(tree, request.organizational_unit_id));
  auto accounts = tree.accounts_in(unit.id);
  bool has_active = std::any_of(accounts.begin(), accounts.end(),
                                [](const AccountRecord& account) { return account.state == "ACTIVE"; });
  if (has_active || !tree.units_in(unit.id).empty()) {
    return errors::OrganizationalUnitNotEmptyException(
        "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and "
        "try the operation again.");
  }
  for (AccountRecord& account : accounts) {
    account.parent_id = tree.organization().root_id;
    tree.save(account);
  }
  tree.erase_unit(unit.id);
  return DeleteOrganizationalUnitResponse{};
}

}  // namespace stellwerk::organizations
