#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<DescribeOrganizationalUnitResponse> describe_organizational_unit(
    Organizations&, ports::Call& call, const DescribeOrganizationalUnitRequest& request) {
  Tree tree = TRY(managed_tree(call));
  return DescribeOrganizationalUnitResponse{view_of(TRY(require_unit(tree, request.organizational_unit_id)), tree)};
}

}  // namespace stellwerk::organizations
