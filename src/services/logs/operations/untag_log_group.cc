#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<UntagLogGroupResponse> untag_log_group(Logs& logs, ports::Call& call, const UntagLogGroupRequest& request) {
  GroupRecord group = TRY(logs.find_group(call, request.log_group_name));
  for (const std::string& key : request.tags) group.tags.erase(key);
  kGroups.put(call.transaction, call.scope(), {group.name}, group);
  return UntagLogGroupResponse{};
}

}  // namespace stellwerk::logs
