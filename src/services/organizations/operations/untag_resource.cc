#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<UntagResourceResponse> untag_resource(Organizations&, ports::Call& call, const UntagResourceRequest& request) {
  Tree tree = TRY(managed_tree(call));
  if (!tree.arn_of(request.resource_id)) {
    return errors::TargetNotFoundException("You specified a target that doesn't exist.");
  }
  auto tags = tree.tags(request.resource_id);
  for (const auto& key : request.tag_keys) tags.erase(key);
  tree.save_tags(request.resource_id, std::move(tags));
  return UntagResourceResponse{};
}

}  // namespace stellwerk::organizations
