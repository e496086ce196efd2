#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<ListTagsLogGroupResponse> list_tags_log_group(Logs& logs, ports::Call& call,
                                                     const ListTagsLogGroupRequest& request) {
  GroupRecord group = TRY(logs.find_group(call, request.log_group_name));
  return ListTagsLogGroupResponse{group.tags};
}

}  // namespace stellwerk::logs
