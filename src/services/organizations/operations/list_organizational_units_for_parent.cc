#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<ListOrganizationalUnitsForParentResponse> list_organizational_units_for_parent(
    Organizations&, ports::Call& call, const ListOrganizationalUnitsForParentRequest& request) {
  Tree tree = TRY(managed_tree(call));
  TRY(require_parent(tree, request.parent_id));
  auto page = TRY(page_of(
      request.kOperation, tree.units_in(request.parent_id), [](const auto& one) { return one.id; }, request.max_results,
      request.next_token));
  ListOrganizationalUnitsForParentResponse response{.next_token = page.next};
  auto& out = response.organizational_units.emplace();
  for (const UnitRecord& unit : page.items) out.push_back(view_of(unit, tree));
  return response;
}

}  // namespace stellwerk::organizations
