#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"
#include "services/codepipeline/views.h"

namespace stellwerk::codepipeline {

Result<GetPipelineExecutionResponse> get_pipeline_execution(CodePipeline& pipelines, ports::Call& call,
                                                            const GetPipelineExecutionRequest& request) {
  TRY(pipelines.find(call, request.pipeline_name));
  ExecutionRecord record = TRY(pipelines.find_execution(call, request.pipeline_name, request.pipeline_execution_id));
  return GetPipelineExecutionResponse{describe(record, pipelines.engine(call).declaration(record))};
}

}  // namespace stellwerk::codepipeline
