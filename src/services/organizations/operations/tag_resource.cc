#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<TagResourceResponse> tag_resource(Organizations&, ports::Call& call, const TagResourceRequest& request) {
  Tree tree = TRY(managed_tree(call));
  if (!tree.arn_of(request.resource_id) || request.resource_id == kFullAccessId) {
    return errors::TargetNotFoundException("You specified a target that doesn't exist.");
  }
  tree.save_tags(request.resource_id, TRY(merged_tags(tree.tags(request.resource_id), request.tags)));
  return TagResourceResponse{};
}

}  // namespace stellwerk::organizations
