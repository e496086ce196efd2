#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

Result<AddTagsToResourceResponse> add_tags_to_resource(Ssm&, ports::Call& call,
                                                       const AddTagsToResourceRequest& request) {
  auto name = TRY(tagged_parameter(call, request.resource_type, request.resource_id));
  Parameters parameters(call);
  auto record = parameters.tags(name);
  TRY(add_tags(record, request.tags));
  parameters.save_tags(name, record);
  return AddTagsToResourceResponse{};
}

}  // namespace stellwerk::ssm
