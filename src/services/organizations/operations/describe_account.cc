#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<DescribeAccountResponse> describe_account(Organizations&, ports::Call& call,
                                                 const DescribeAccountRequest& request) {
  Tree tree = TRY(managed_tree(call));
  return DescribeAccountResponse{view_of(TRY(require_account(tree, request.account_id)), tree)};
}

}  // namespace stellwerk::organizations
