#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<ListTagsForResourceResponse> list_tags_for_resource(Logs& logs, ports::Call& call,
                                                           const ListTagsForResourceRequest& request) {
  std::string name = TRY(group_name(call.scope(), {}, request.resource_arn));
  GroupRecord group = TRY(logs.find_group(call, name));
  return ListTagsForResourceResponse{group.tags};
}

}  // namespace stellwerk::logs
