#include "base/bytes.h"
#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

Result<PutApprovalResultResponse> put_approval_result(CodePipeline& pipelines, ports::Call& call,
                                                      const PutApprovalResultRequest& request) {
  PipelineRecord record = TRY(pipelines.find(call, request.pipeline_name));
  PipelineDeclaration declaration = decode_definition(record.definition);
  const StageDeclaration* stage = find_stage(declaration, request.stage_name);
  if (stage == nullptr) return errors::StageNotFoundException("The pipeline has no stage " + request.stage_name + ".");
  if (find_action(*stage, request.action_name) == nullptr) {
    return errors::ActionNotFoundException("The stage has no action " + request.action_name + ".");
  }
  Engine engine = pipelines.engine(call);
  std::optional<ActionReference> waiting;
  bool is_over = false;
  engine.each_action_run(request.pipeline_name, [&](const ActionReference& reference, const ActionRun& run) {
    if (run.stage != request.stage_name || run.action != request.action_name) return true;
    if (!equal_in_constant_time(run.token, request.token)) return true;
    is_over = run.status != "InProgress";
    waiting = reference;
    return false;
  });
  if (!waiting)
    return errors::InvalidApprovalTokenException("No approval with this token is waiting; see get-pipeline-state.");
  if (is_over)
    return errors::ApprovalAlreadyCompletedException("The approval action has already been approved or rejected.");
  ActionOutcome outcome;
  outcome.succeeded = request.result.status == "Approved";
  outcome.summary = request.result.summary;
  outcome.updated_by = call.caller.arn;
  if (!outcome.succeeded) {
    outcome.error_code = "JobFailed";
    outcome.error_message = "Rejected by " + call.caller.arn;
  }
  engine.finish_action(*waiting, outcome);
  return PutApprovalResultResponse{call.now};
}

}  // namespace stellwerk::codepipeline
