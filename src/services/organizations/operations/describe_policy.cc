#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<DescribePolicyResponse> describe_policy(Organizations&, ports::Call& call,
                                               const DescribePolicyRequest& request) {
  Tree tree = TRY(managed_tree(call));
  return DescribePolicyResponse{view_of(TRY(require_policy(tree, request.policy_id)), tree)};
}

}  // namespace stellwerk::organizations
