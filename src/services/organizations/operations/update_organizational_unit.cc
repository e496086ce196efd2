#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<UpdateOrganizationalUnitResponse> update_organizational_unit(Organizations&, ports::Call& call,
                                                                    const UpdateOrganizationalUnitRequest& request) {
  Tree tree = TRY(managed_tree(call));
  UnitRecord unit = TRY(require_unit(tree, request.organizational_unit_id));
  if (request.name) {
    for (const UnitRecord& other : tree.units_in(unit.parent_id)) {
      if (other.id != unit.id && other.name == *request.name) {
        return errors::DuplicateOrganizationalUnitException("An OU with the same name already exists.");
      }
    }
    unit.name = *request.name;
    tree.save(unit);
  }
  return UpdateOrganizationalUnitResponse{view_of(unit, tree)};
}

}  // namespace stellwerk::organizations
