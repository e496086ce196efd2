#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

Result<RemoveTagsFromResourceResponse> remove_tags_from_resource(Ssm&, ports::Call& call,
                                                                 const RemoveTagsFromResourceRequest& request) {
  auto name = TRY(tagged_parameter(call, request.resource_type, request.resource_id));
  Parameters parameters(call);
  auto record = parameters.tags(name);
  for (const auto& key : request.tag_keys) record.tags.erase(key);
  parameters.save_tags(name, record);
  return RemoveTagsFromResourceResponse{};
}

}  // namespace stellwerk::ssm
