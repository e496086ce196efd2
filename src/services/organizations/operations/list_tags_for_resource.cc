#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<ListTagsForResourceResponse> list_tags_for_resource(Organizations&, ports::Call& call,
                                                           const ListTagsForResourceRequest& request) {
  Tree tree = TRY(managed_tree(call));
  if (!tree.arn_of(request.resource_id)) {
    return errors::TargetNotFoundException("You specified a target that doesn't exist.");
  }
  ListTagsForResourceResponse response;
  auto& out = response.tags.emplace();
  for (const auto& [key, value] : tree.tags(request.resource_id)) out.push_back({key, value});
  return response;
}

}  // namespace stellwerk::organizations
