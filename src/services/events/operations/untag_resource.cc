#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<UntagResourceResponse> untag_resource(Events& events, ports::Call& call, const UntagResourceRequest& request) {
  TRY(events.change_tags(call, request.resource_arn, [&](std::map<std::string, std::string>& tags) {
    for (const std::string& key : request.tag_keys) tags.erase(key);
  }));
  return UntagResourceResponse{};
}

}  // namespace stellwerk::events
