#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<UntagResourceResponse> untag_resource(Logs& logs, ports::Call& call, const UntagResourceRequest& request) {
  std::string name = TRY(group_name(call.scope(), {}, request.resource_arn));
  GroupRecord group = TRY(logs.find_group(call, name));
  for (const std::string& key : request.tag_keys) group.tags.erase(key);
  kGroups.put(call.transaction, call.scope(), {group.name}, group);
  return UntagResourceResponse{};
}

}  // namespace stellwerk::logs
