#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<ListTagsForResourceResponse> list_tags_for_resource(Events& events, ports::Call& call,
                                                           const ListTagsForResourceRequest& request) {
  ListTagsForResourceResponse response;
  response.tags.emplace();
  TRY(events.change_tags(call, request.resource_arn, [&](std::map<std::string, std::string>& tags) {
    for (const auto& [key, value] : tags) response.tags->push_back({key, value});
  }));
  return response;
}

}  // namespace stellwerk::events
