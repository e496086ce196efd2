#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

Result<EnableStageTransitionResponse> enable_stage_transition(CodePipeline& pipelines, ports::Call& call,
                                                              const EnableStageTransitionRequest& request) {
  PipelineRecord record = TRY(pipelines.find(call, request.pipeline_name));
  if (find_stage(decode_definition(record.definition), request.stage_name) == nullptr) {
    return errors::StageNotFoundException("The pipeline has no stage " + request.stage_name + ".");
  }
  if (request.transition_type != "Inbound") {
    return ::stellwerk::Error{"ValidationException", "Only Inbound transitions can be changed here.", 400};
  }
  pipelines.engine(call).set_gate(record, request.stage_name, true, "", call.caller.arn);
  return EnableStageTransitionResponse{};
}

}  // namespace stellwerk::codepipeline
