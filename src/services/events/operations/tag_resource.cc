#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<TagResourceResponse> tag_resource(Events& events, ports::Call& call, const TagResourceRequest& request) {
  auto tagged = TRY(events.find_tagged(call.transaction, call.scope(), request.resource_arn));
  TRY(add_tags(tagged.tags, request.tags));
  TRY(events.set_tags(call.transaction, std::move(tagged)));
  return TagResourceResponse{};
}

}  // namespace stellwerk::events
