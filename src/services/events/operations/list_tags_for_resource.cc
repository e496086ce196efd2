#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<ListTagsForResourceResponse> list_tags_for_resource(Events& events, ports::Call& call,
                                                           const ListTagsForResourceRequest& request) {
  auto tagged = TRY(events.find_tagged(call.transaction, call.scope(), request.resource_arn));
  ListTagsForResourceResponse response;
  response.tags.emplace();
  for (const auto& [key, value] : tagged.tags) response.tags->push_back({key, value});
  return response;
}

}  // namespace stellwerk::events
