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
  response.tags = aws::tags_as<Tag>(tree.tags(request.resource_id));
  return response;
}

}  // namespace stellwerk::organizations
