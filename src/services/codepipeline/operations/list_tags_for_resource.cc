#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

Result<ListTagsForResourceResponse> list_tags_for_resource(CodePipeline& pipelines, ports::Call& call,
                                                           const ListTagsForResourceRequest& request) {
  PipelineRecord record = TRY(pipelines.find(call, TRY(name_of_arn(call.scope(), request.resource_arn))));
  Page page = TRY(page_of(record.tags.size(), request.max_results, request.next_token));
  ListTagsForResourceResponse response;
  response.tags.emplace();
  std::size_t index = 0;
  for (const auto& [key, value] : record.tags) {
    if (index >= page.begin && index < page.end) response.tags->push_back({key, value});
    ++index;
  }
  response.next_token = page.next;
  return response;
}

}  // namespace stellwerk::codepipeline
