#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<ListParentsResponse> list_parents(Organizations&, ports::Call& call, const ListParentsRequest& request) {
  Tree tree = TRY(managed_tree(call));
  auto child = tree.node(request.child_id);
  if (!child || child->type == "ROOT") {
    return errors::ChildNotFoundException("You specified an organizational unit or an account that doesn't exist.");
  }
  bool is_root = child->parent_id == tree.organization().root_id;
  Parent parent{.id = child->parent_id, .type = is_root ? "ROOT" : "ORGANIZATIONAL_UNIT"};
  return ListParentsResponse{.parents = std::vector<Parent>{std::move(parent)}};
}

}  // namespace stellwerk::organizations
