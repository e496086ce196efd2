#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

Result<UntagResourceResponse> untag_resource(CodePipeline& pipelines, ports::Call& call,
                                             const UntagResourceRequest& request) {
  PipelineRecord record = TRY(pipelines.find(call, TRY(name_of_arn(call.scope(), request.resource_arn))));
  for (const std::string& key : request.tag_keys) record.tags.erase(key);
  kPipelines.put(call.transaction, call.scope(), {record.name}, record);
  return UntagResourceResponse{};
}

}  // namespace stellwerk::codepipeline
