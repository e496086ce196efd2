#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

Result<RetryStageExecutionResponse> retry_stage_execution(CodePipeline& pipelines, ports::Call& call,
                                                          const RetryStageExecutionRequest& request) {
  PipelineRecord record = TRY(pipelines.find(call, request.pipeline_name));
  ExecutionRecord execution = TRY(pipelines.find_execution(call, request.pipeline_name, request.pipeline_execution_id));
  bool is_there =
      execution.stage < execution.stages.size() && execution.stages[execution.stage].name == request.stage_name;
  if (!is_there || (execution.status != "Failed" && execution.status != "Stopped")) {
    return errors::StageNotRetryableException("The execution did not fail or stop in stage " + request.stage_name +
                                              ".");
  }
  if (record.gates[request.stage_name].latest != execution.sequence) {
    return errors::NotLatestPipelineExecutionException("A newer execution has entered stage " + request.stage_name +
                                                       ".");
  }
  pipelines.engine(call).retry_stage(record, execution, request.retry_mode == "ALL_ACTIONS", false);
  return RetryStageExecutionResponse{execution.id};
}

}  // namespace stellwerk::codepipeline
