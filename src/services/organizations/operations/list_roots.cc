#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<ListRootsResponse> list_roots(Organizations&, ports::Call& call, const ListRootsRequest&) {
  Tree tree = TRY(managed_tree(call));
  return ListRootsResponse{.roots = std::vector<Root>{root_view(tree)}};
}

}  // namespace stellwerk::organizations
