#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<ListAccountsResponse> list_accounts(Organizations&, ports::Call& call, const ListAccountsRequest& request) {
  Tree tree = TRY(managed_tree(call));
  auto page = TRY(page_of(
      request.kOperation, tree.accounts(), [](const auto& one) { return one.id; }, request.max_results,
      request.next_token));
  ListAccountsResponse response{.next_token = page.next};
  auto& out = response.accounts.emplace();
  for (const AccountRecord& account : page.items) out.push_back(view_of(account, tree));
  return response;
}

}  // namespace stellwerk::organizations
