#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<UntagResourceResponse> untag_resource(Events& events, ports::Call& call, const UntagResourceRequest& request) {
  auto tagged = TRY(events.find_tagged(call.transaction, call.scope(), request.resource_arn));
  for (const std::string& key : request.tag_keys) tagged.tags.erase(key);
  TRY(events.set_tags(call.transaction, std::move(tagged)));
  return UntagResourceResponse{};
}

}  // namespace stellwerk::events
