#include <algorithm>

#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {
namespace {

// Old ones are over, but for those that wait for a person; so the newest tell.
std::size_t running_executions(Engine& engine, const std::string& pipeline) {
  constexpr std::size_t kLookedAtLimit = 4 * kRunningExecutionsLimit;
  std::size_t running = 0, looked_at = 0;
  engine.each_execution(pipeline, [&](const ExecutionRecord& execution) {
    if (!is_over(execution.status)) ++running;
    return ++looked_at < kLookedAtLimit;
  });
  return running;
}

}  // namespace

Result<StartPipelineExecutionResponse> start_pipeline_execution(CodePipeline& pipelines, ports::Call& call,
                                                                const StartPipelineExecutionRequest& request) {
  PipelineRecord record = TRY(pipelines.find(call, request.name));
  PipelineDeclaration declaration = decode_definition(record.definition);
  Engine engine = pipelines.engine(call);
  if (request.client_request_token) {
    std::optional<std::string> earlier;
    engine.each_execution(record.name, [&](const ExecutionRecord& execution) {
      if (execution.client_request_token == *request.client_request_token) earlier = execution.id;
      return !earlier;
    });
    if (earlier) return StartPipelineExecutionResponse{earlier};
  }
  if (running_executions(engine, record.name) >= kRunningExecutionsLimit) {
    return errors::ConcurrentPipelineExecutionsLimitExceededException(
        "The pipeline has " + std::to_string(kRunningExecutionsLimit) + " executions that are not over.");
  }
  bool is_rule = call.caller.acting_service == "events.amazonaws.com";
  ExecutionStart start{is_rule ? "CloudWatchEvent" : "StartPipelineExecution", call.caller.arn};
  start.client_request_token = request.client_request_token.value_or("");
  for (const auto& variable : request.variables.value_or(std::vector<PipelineVariable>{})) {
    auto declared = declaration.variables.value_or(std::vector<PipelineVariableDeclaration>{});
    if (std::ranges::find(declared, variable.name, &PipelineVariableDeclaration::name) == declared.end()) {
      return ::stellwerk::Error{"ValidationException", "The pipeline declares no variable " + variable.name, 400};
    }
    start.variables[variable.name] = variable.value;
  }
  for (const auto& revision : request.source_revisions.value_or(std::vector<SourceRevisionOverride>{})) {
    if (revision.revision_type != "COMMIT_ID" ||
        find_action(declaration.stages.front(), revision.action_name) == nullptr) {
      return ::stellwerk::Error{"ValidationException",
                                "A source revision names a source action of the pipeline, with revisionType COMMIT_ID.",
                                400};
    }
    start.source_overrides[revision.action_name] = revision.revision_value;
  }
  return StartPipelineExecutionResponse{engine.start(record, std::move(start)).id};
}

}  // namespace stellwerk::codepipeline
