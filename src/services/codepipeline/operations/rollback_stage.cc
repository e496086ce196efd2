#include <algorithm>

#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

Result<RollbackStageResponse> rollback_stage(CodePipeline& pipelines, ports::Call& call,
                                             const RollbackStageRequest& request) {
  PipelineRecord record = TRY(pipelines.find(call, request.pipeline_name));
  if (find_stage(decode_definition(record.definition), request.stage_name) == nullptr) {
    return errors::StageNotFoundException("The pipeline has no stage " + request.stage_name + ".");
  }
  ExecutionRecord target =
      TRY(pipelines.find_execution(call, request.pipeline_name, request.target_pipeline_execution_id));
  bool succeeded = std::ranges::any_of(
      target.stages, [&](const StageRun& run) { return run.name == request.stage_name && run.status == "Succeeded"; });
  if (!succeeded) {
    return errors::UnableToRollbackStageException("The execution " + target.id + " did not succeed in stage " +
                                                  request.stage_name + ".");
  }
  if (target.version != record.version) {
    return errors::PipelineExecutionOutdatedException("The pipeline was changed after the execution " + target.id +
                                                      ".");
  }
  Engine engine = pipelines.engine(call);
  return RollbackStageResponse{
      engine.start_rollback(record, target, request.stage_name, "ROLLBACK", call.caller.arn).id};
}

}  // namespace stellwerk::codepipeline
