#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

Result<TagResourceResponse> tag_resource(CodePipeline& pipelines, ports::Call& call,
                                         const TagResourceRequest& request) {
  PipelineRecord record = TRY(pipelines.find(call, TRY(name_of_arn(call.scope(), request.resource_arn))));
  TRY(add_tags(record.tags, request.tags));
  kPipelines.put(call.transaction, call.scope(), {record.name}, record);
  return TagResourceResponse{};
}

}  // namespace stellwerk::codepipeline
