#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

Result<StopPipelineExecutionResponse> stop_pipeline_execution(CodePipeline& pipelines, ports::Call& call,
                                                              const StopPipelineExecutionRequest& request) {
  TRY(pipelines.find(call, request.pipeline_name));
  ExecutionRecord execution = TRY(pipelines.find_execution(call, request.pipeline_name, request.pipeline_execution_id));
  if (is_over(execution.status)) {
    return errors::PipelineExecutionNotStoppableException("The execution is already " + execution.status + ".");
  }
  bool abandon = request.abandon.value_or(false);
  if (execution.status == "Stopping" && !abandon) {
    return errors::DuplicatedStopRequestException("The execution is already stopping; set abandon to stop at once.");
  }
  pipelines.engine(call).stop(execution, abandon, request.reason.value_or(""));
  return StopPipelineExecutionResponse{execution.id};
}

}  // namespace stellwerk::codepipeline
