#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<TagResourceResponse> tag_resource(Events& events, ports::Call& call, const TagResourceRequest& request) {
  TRY(check_tags(request.tags));
  TRY(events.change_tags(call, request.resource_arn, [&](std::map<std::string, std::string>& tags) {
    for (const Tag& tag : request.tags) tags[tag.key] = tag.value;
  }));
  return TagResourceResponse{};
}

}  // namespace stellwerk::events
