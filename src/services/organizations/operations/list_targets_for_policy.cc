#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<ListTargetsForPolicyResponse> list_targets_for_policy(Organizations&, ports::Call& call,
                                                             const ListTargetsForPolicyRequest& request) {
  Tree tree = TRY(managed_tree(call));
  TRY(require_policy(tree, request.policy_id));
  auto page = TRY(page_of(
      request.kOperation, tree.targets_of(request.policy_id), [](const auto& id) { return id; }, request.max_results,
      request.next_token));
  ListTargetsForPolicyResponse response{.next_token = page.next};
  auto& out = response.targets.emplace();
  for (const auto& id : page.items) {
    if (auto node = tree.node(id)) {
      out.push_back({.target_id = node->id, .arn = node->arn, .name = node->name, .type = node->type});
    }
  }
  return response;
}

}  // namespace stellwerk::organizations
