#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<ListAccountsForParentResponse> list_accounts_for_parent(Organizations&, ports::Call& call,
                                                               const ListAccountsForParentRequest& request) {
  Tree tree = TRY(managed_tree(call));
  TRY(require_parent(tree, request.parent_id));
  auto page = TRY(page_of(
      request.kOperation, tree.accounts_in(request.parent_id), [](const auto& one) { return one.id; },
      request.max_results, request.next_token));
  ListAccountsForParentResponse response{.next_token = page.next};
  auto& out = response.accounts.emplace();
  for (const AccountRecord& account : page.items) out.push_back(view_of(account, tree));
  return response;
}

}  // namespace stellwerk::organizations
