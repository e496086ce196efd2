#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<ListPoliciesForTargetResponse> list_policies_for_target(Organizations&, ports::Call& call,
                                                               const ListPoliciesForTargetRequest& request) {
  Tree tree = TRY(managed_tree(call));
  TRY(require_target(tree, request.target_id));
  auto policies = tree.policies_on(request.target_id);
  std::erase_if(policies, [&](const PolicyRecord& policy) { return policy.type != request.filter; });
  auto page = TRY(page_of(
      request.kOperation, policies, [](const auto& one) { return one.id; }, request.max_results, request.next_token));
  ListPoliciesForTargetResponse response{.next_token = page.next};
  auto& out = response.policies.emplace();
  for (const PolicyRecord& policy : page.items) out.push_back(summary_of(policy, tree));
  return response;
}

}  // namespace stellwerk::organizations
