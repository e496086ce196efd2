#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<DescribeCreateAccountStatusResponse> describe_create_account_status(
    Organizations&, ports::Call& call, const DescribeCreateAccountStatusRequest& request) {
  Tree tree = TRY(managed_tree(call));
  auto creation = kCreations.get(call.transaction, tree.scope(), {request.create_account_request_id});
  if (!creation) {
    return errors::CreateAccountStatusNotFoundException(
        "You specified a create account request ID that doesn't exist in the organization.");
  }
  return DescribeCreateAccountStatusResponse{view_of(*creation)};
}

}  // namespace stellwerk::organizations
