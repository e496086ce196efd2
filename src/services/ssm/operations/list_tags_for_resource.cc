#include "aws/tags.h"
#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {

Result<ListTagsForResourceResponse> list_tags_for_resource(Ssm&, ports::Call& call,
                                                           const ListTagsForResourceRequest& request) {
  auto name = TRY(tagged_parameter(call, request.resource_type, request.resource_id));
  ListTagsForResourceResponse response;
  response.tag_list = aws::tags_as<Tag>(Parameters(call).tags(name).tags);
  return response;
}

}  // namespace stellwerk::ssm
