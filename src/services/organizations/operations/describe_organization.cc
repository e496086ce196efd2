#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<DescribeOrganizationResponse> describe_organization(Organizations&, ports::Call& call,
                                                           const DescribeOrganizationRequest&) {
  Tree tree = TRY(own_tree(call));
  return DescribeOrganizationResponse{view_of(tree.organization(), tree)};
}

}  // namespace stellwerk::organizations
