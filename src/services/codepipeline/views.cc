#include "services/codepipeline/views.h"

#include <algorithm>

namespace stellwerk::codepipeline {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::vector<ArtifactDetail> details_of(const std::vector<ArtifactLocation>& artifacts) {
  std::vector<ArtifactDetail> out;
  for (const ArtifactLocation& artifact : artifacts) {
    out.push_back({artifact.name, S3Location{artifact.bucket, artifact.key}});
  }
  return out;
}

std::optional<ErrorDetails> error_of(const ActionRun& run) {
  if (run.error_code.empty()) return std::nullopt;
  return ErrorDetails{run.error_code, run.error_message};
}

ActionState state_of(const ActionDeclaration& action, const ActionRun* run, const ExecutionRecord* execution) {
  ActionState state;
  state.action_name = action.name;
  if (run == nullptr) return state;
  ActionExecution latest;
  latest.action_execution_id = run->id;
  latest.status = run->status;
  latest.summary = unless_empty(run->summary);
  latest.last_status_change = run->updated;
  if (run->status == "InProgress") latest.token = unless_empty(run->token);
  latest.last_updated_by = unless_empty(run->updated_by);
  latest.external_execution_id = unless_empty(run->external_id);
  latest.external_execution_url = unless_empty(run->external_url);
  latest.log_stream_arn = unless_empty(run->log_stream_arn);
  latest.error_details = error_of(*run);
  state.latest_execution = std::move(latest);
  for (const RevisionRecord& revision : execution->revisions) {
    if (revision.action == action.name) {
      state.current_revision = ActionRevision{revision.revision_id, revision.revision_id, revision.created};
    }
  }
  return state;
}

StageExecution stage_execution(const ExecutionRecord& execution, const std::string& stage,
                               const std::string& fallback) {
  for (const StageRun& run : execution.stages) {
    if (run.name == stage) return {execution.id, run.status.empty() ? fallback : run.status, execution.type};
  }
  return {execution.id, fallback, execution.type};
}

}  // namespace

PipelineExecution describe(const ExecutionRecord& record, const PipelineDeclaration& declaration) {
  PipelineExecution out;
  out.pipeline_name = record.pipeline;
  out.pipeline_version = record.version;
  out.pipeline_execution_id = record.id;
  out.status = record.status;
  out.status_summary = unless_empty(record.status_summary);
  out.artifact_revisions.emplace();
  for (const RevisionRecord& revision : record.revisions) {
    out.artifact_revisions->push_back(
        {revision.artifact, revision.revision_id, std::nullopt, revision.summary, revision.created, std::nullopt});
  }
  if (!record.variables.empty()) {
    out.variables.emplace();
    for (const auto& [name, value] : record.variables) out.variables->push_back({name, value});
  }
  out.trigger = ExecutionTrigger{record.trigger_type, record.trigger_detail};
  out.execution_mode = declaration.execution_mode;
  out.execution_type = record.type;
  if (!record.rollback_target.empty()) out.rollback_metadata = PipelineRollbackMetadata{record.rollback_target};
  return out;
}

PipelineExecutionSummary summary_of(const ExecutionRecord& record, const PipelineDeclaration& declaration) {
  PipelineExecutionSummary out;
  out.pipeline_execution_id = record.id;
  out.status = record.status;
  out.status_summary = unless_empty(record.status_summary);
  out.start_time = record.started;
  out.last_update_time = record.updated;
  out.source_revisions.emplace();
  for (const RevisionRecord& revision : record.revisions) {
    out.source_revisions->push_back({revision.action, revision.revision_id, revision.summary, std::nullopt});
  }
  out.trigger = ExecutionTrigger{record.trigger_type, record.trigger_detail};
  if (!record.stop_reason.empty()) out.stop_trigger = StopExecutionTrigger{record.stop_reason};
  out.execution_mode = declaration.execution_mode;
  out.execution_type = record.type;
  if (!record.rollback_target.empty()) out.rollback_metadata = PipelineRollbackMetadata{record.rollback_target};
  return out;
}

ActionExecutionDetail detail_of(const ExecutionRecord& execution, const ActionRun& run,
                                const PipelineDeclaration& declaration) {
  const ActionDeclaration* action = find_action(*find_stage(declaration, run.stage), run.action);
  ActionExecutionDetail out;
  out.pipeline_execution_id = execution.id;
  out.action_execution_id = run.id;
  out.pipeline_version = execution.version;
  out.stage_name = run.stage;
  out.action_name = run.action;
  out.start_time = run.started;
  out.last_update_time = run.updated;
  out.updated_by = unless_empty(run.updated_by);
  out.status = run.status;
  out.input =
      ActionExecutionInput{action->action_type_id, action->configuration,  run.resolved_configuration, std::nullopt,
                           action->region,         details_of(run.inputs), action->namespace_};
  out.output.emplace();
  out.output->output_artifacts = details_of(run.outputs);
  out.output->execution_result =
      ActionExecutionResult{unless_empty(run.external_id), unless_empty(run.summary), unless_empty(run.external_url),
                            error_of(run), unless_empty(run.log_stream_arn)};
  out.output->output_variables = run.output_variables;
  return out;
}

StageState state_of(Engine& engine, const PipelineRecord& pipeline, const StageDeclaration& stage) {
  StageState state;
  state.stage_name = stage.name;
  StageGate gate;
  if (auto found = pipeline.gates.find(stage.name); found != pipeline.gates.end()) gate = found->second;
  state.inbound_transition_state =
      TransitionState{gate.is_enabled, unless_empty(gate.changed_by), gate.changed, unless_empty(gate.disabled_reason)};
  state.inbound_executions.emplace();
  for (std::uint64_t sequence : gate.waiting) {
    auto waiting = engine.execution(pipeline.name, sequence);
    if (waiting) state.inbound_executions->push_back(stage_execution(*waiting, stage.name, "InProgress"));
  }
  if (!state.inbound_executions->empty()) state.inbound_execution = state.inbound_executions->back();
  std::optional<ExecutionRecord> latest;
  if (gate.latest != 0) latest = engine.execution(pipeline.name, gate.latest);
  std::map<std::string, ActionRun> runs;
  if (latest) {
    state.latest_execution = stage_execution(*latest, stage.name, "InProgress");
    runs = engine.runs_of(*latest, stage.name);
  }
  state.action_states.emplace();
  for (const ActionDeclaration& action : stage.actions) {
    auto run = runs.find(action.name);
    state.action_states->push_back(
        state_of(action, run == runs.end() ? nullptr : &run->second, latest ? &*latest : nullptr));
  }
  return state;
}

}  // namespace stellwerk::codepipeline
