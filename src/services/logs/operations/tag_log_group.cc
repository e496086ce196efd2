#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<TagLogGroupResponse> tag_log_group(Logs& logs, ports::Call& call, const TagLogGroupRequest& request) {
  GroupRecord group = TRY(logs.find_group(call, request.log_group_name));
  TRY(check_tags(request.tags, group.tags));
  for (const auto& [key, value] : request.tags) group.tags[key] = value;
  kGroups.put(call.transaction, call.scope(), {group.name}, group);
  return TagLogGroupResponse{};
}

}  // namespace stellwerk::logs
