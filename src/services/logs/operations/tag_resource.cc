#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<TagResourceResponse> tag_resource(Logs& logs, ports::Call& call, const TagResourceRequest& request) {
  std::string name = TRY(group_name(call.scope(), {}, request.resource_arn));
  GroupRecord group = TRY(logs.find_group(call, name));
  TRY(check_tags(request.tags, group.tags));
  for (const auto& [key, value] : request.tags) group.tags[key] = value;
  kGroups.put(call.transaction, call.scope(), {group.name}, group);
  return TagResourceResponse{};
}

}  // namespace stellwerk::logs
