#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

// Deleting what is not there succeeds, as at AWS. Executions go with their pipeline.
Result<DeletePipelineResponse> delete_pipeline(CodePipeline& pipelines, ports::Call& call,
                                               const DeletePipelineRequest& request) {
  if (!pipelines.find(call, request.name)) return DeletePipelineResponse{};
  pipelines.erase(call, request.name);
  return DeletePipelineResponse{};
}

}  // namespace stellwerk::codepipeline
