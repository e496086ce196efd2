#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<ListChildrenResponse> list_children(Organizations&, ports::Call& call, const ListChildrenRequest& request) {
  Tree tree = TRY(managed_tree(call));
  TRY(require_parent(tree, request.parent_id));
  std::vector<std::string> ids;
  if (request.child_type == "ACCOUNT") {
    for (const AccountRecord& account : tree.accounts_in(request.parent_id)) ids.push_back(account.id);
  } else {
    for (const UnitRecord& unit : tree.units_in(request.parent_id)) ids.push_back(unit.id);
  }
  auto page = TRY(page_of(
      request.kOperation, ids, [](const auto& id) { return id; }, request.max_results, request.next_token));
  ListChildrenResponse response{.next_token = page.next};
  auto& out = response.children.emplace();
  for (const auto& id : page.items) out.push_back({.id = id, .type = request.child_type});
  return response;
}

}  // namespace stellwerk::organizations
