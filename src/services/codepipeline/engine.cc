#include "services/codepipeline/engine.h"

#include <algorithm>

#include "base/assert.h"
#include "services/codepipeline/variables.h"

namespace stellwerk::codepipeline {

namespace {

constexpr std::string_view kArtifactAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t kArtifactRandomCharacters = 7;

}  // namespace

ExecutionRecord Engine::start(PipelineRecord& pipeline, ExecutionStart start) {
  PipelineDeclaration declaration = decode_definition(pipeline.definition);
  ExecutionRecord execution;
  execution.id = ids_.uuid();
  execution.sequence = pipeline.next_sequence++;
  execution.pipeline = pipeline.name;
  execution.version = pipeline.version;
  execution.trigger_type = std::move(start.trigger_type);
  execution.trigger_detail = std::move(start.trigger_detail);
  for (const auto& variable : declaration.variables.value_or(std::vector<PipelineVariableDeclaration>{})) {
    if (variable.default_value) execution.variables[variable.name] = *variable.default_value;
  }
  for (auto& [name, value] : start.variables) execution.variables[name] = value;
  execution.source_overrides = std::move(start.source_overrides);
  execution.client_request_token = std::move(start.client_request_token);
  for (const StageDeclaration& stage : declaration.stages) execution.stages.push_back({stage.name, "", "STANDARD"});
  execution.started = execution.updated = now_;
  kPipelines.put(transaction_, scope_, {pipeline.name}, pipeline);
  kSequences.put(transaction_, scope_, {pipeline.name, execution.id}, {execution.sequence});
  put(execution);
  tell_pipeline(execution, "STARTED");
  wake(pipeline.name, execution.sequence);
  return execution;
}

ExecutionRecord Engine::start_rollback(PipelineRecord& pipeline, const ExecutionRecord& target,
                                       const std::string& stage, const std::string& type,
                                       const std::string& trigger_detail) {
  ExecutionRecord execution = target;
  execution.id = ids_.uuid();
  execution.sequence = pipeline.next_sequence++;
  execution.status = "InProgress";
  execution.status_summary.clear();
  execution.stop_reason.clear();
  execution.trigger_type = type == "ROLLBACK" ? "ManualRollback" : "AutomatedRollback";
  execution.trigger_detail = trigger_detail;
  execution.type = "ROLLBACK";
  execution.rollback_target = target.id;
  execution.client_request_token.clear();
  execution.stages = {{stage, "", type}};
  execution.stage = 0;
  execution.started = execution.updated = now_;
  kPipelines.put(transaction_, scope_, {pipeline.name}, pipeline);
  kSequences.put(transaction_, scope_, {pipeline.name, execution.id}, {execution.sequence});
  put(execution);
  tell_pipeline(execution, "STARTED");
  wake(pipeline.name, execution.sequence);
  return execution;
}

void Engine::advance(const std::string& name, std::uint64_t sequence) {
  auto pipeline = kPipelines.get(transaction_, scope_, {name});
  auto execution = this->execution(name, sequence);
  // A deleted pipeline leaves effects behind that have nothing more to do.
  if (!pipeline || !execution || is_over(execution->status)) return;
  PipelineDeclaration definition = declaration(*execution);
  while (advance_stage(*pipeline, *execution, definition)) {
    if (++execution->stage == execution->stages.size()) {
      end_execution(*execution, "Succeeded", "");
      break;
    }
  }
  execution->updated = now_;
  put(*execution);
  kPipelines.put(transaction_, scope_, {name}, *pipeline);
}

// True if the stage succeeded and the execution may go on to the next one.
bool Engine::advance_stage(PipelineRecord& pipeline, ExecutionRecord& execution,
                           const PipelineDeclaration& definition) {
  bool is_stopping = execution.status == "Stopping";
  const StageDeclaration* stage = find_stage(definition, execution.stages[execution.stage].name);
  STELLWERK_ASSERT(stage != nullptr);
  if (execution.stages[execution.stage].status.empty()) {
    if (is_stopping) {
      std::erase(pipeline.gates[stage->name].waiting, execution.sequence);
      leave_stage(pipeline, execution, stage->name);  // those behind it in the queue move up
      end_execution(execution, "Stopped", execution.stop_reason);
      return false;
    }
    if (!enter_stage(pipeline, execution, definition.execution_mode.value_or("SUPERSEDED"))) return false;
    execution.stages[execution.stage].status = "InProgress";
    tell_stage(execution, stage->name, "STARTED");
  }
  StageProgress progress = progress_of(*stage, runs_of(execution, stage->name), is_stopping);
  if (progress.is_failed && !progress.is_running) {
    fail_stage(pipeline, execution, *stage);
    return false;
  }
  if (progress.is_succeeded) {
    execution.stages[execution.stage].status = "Succeeded";
    tell_stage(execution, stage->name, "SUCCEEDED");
    leave_stage(pipeline, execution, stage->name);
    return true;
  }
  if (is_stopping && !progress.is_running) {
    execution.stages[execution.stage].status = "Stopped";
    tell_stage(execution, stage->name, "STOPPED");
    leave_stage(pipeline, execution, stage->name);
    end_execution(execution, "Stopped", execution.stop_reason);
    return false;
  }
  for (const ActionDeclaration* action : progress.to_start) start_action(execution, definition, *stage, *action);
  return false;
}

bool Engine::enter_stage(PipelineRecord& pipeline, ExecutionRecord& execution, const std::string& mode) {
  StageGate& gate = pipeline.gates[execution.stages[execution.stage].name];
  auto leave_queue = [&] { std::erase(gate.waiting, execution.sequence); };
  if (mode == "PARALLEL") {
    gate.latest = execution.sequence;
    return true;
  }
  bool is_next = gate.waiting.empty() || gate.waiting.front() == execution.sequence;
  bool is_newest = gate.waiting.empty() || gate.waiting.back() <= execution.sequence;
  if (mode == "SUPERSEDED" && !is_newest) {
    leave_queue();
    execution.status = "Superseded";
    tell_pipeline(execution, "SUPERSEDED");
    return false;
  }
  if (gate.is_enabled && gate.occupant == 0 && (is_next || mode == "SUPERSEDED")) {
    leave_queue();
    gate.occupant = gate.latest = execution.sequence;
    return true;
  }
  if (mode == "SUPERSEDED") {
    for (std::uint64_t other : gate.waiting) {
      if (other != execution.sequence) supersede(pipeline.name, other);
    }
    gate.waiting.clear();
  }
  if (std::ranges::find(gate.waiting, execution.sequence) == gate.waiting.end()) {
    gate.waiting.push_back(execution.sequence);
  }
  return false;
}

void Engine::supersede(const std::string& pipeline, std::uint64_t sequence) {
  auto other = execution(pipeline, sequence);
  if (!other || is_over(other->status)) return;
  other->status = "Superseded";
  other->updated = now_;
  put(*other);
  tell_pipeline(*other, "SUPERSEDED");
}

void Engine::leave_stage(PipelineRecord& pipeline, const ExecutionRecord& execution, const std::string& stage) {
  StageGate& gate = pipeline.gates[stage];
  if (gate.occupant == execution.sequence) gate.occupant = 0;
  if (!gate.waiting.empty()) wake(pipeline.name, gate.waiting.front());
}

void Engine::fail_stage(PipelineRecord& pipeline, ExecutionRecord& execution, const StageDeclaration& stage) {
  StageRun& run = execution.stages[execution.stage];
  std::string on_failure = stage.on_failure ? stage.on_failure->result.value_or("FAIL") : "FAIL";
  if (on_failure == "RETRY" && run.automatic_retries == 0 && execution.status == "InProgress") {
    bool all = stage.on_failure->retry_configuration &&
               stage.on_failure->retry_configuration->retry_mode.value_or("FAILED_ACTIONS") == "ALL_ACTIONS";
    run.status = "Failed";
    leave_stage(pipeline, execution, stage.name);
    retry_stage(pipeline, execution, all, true);
    execution = *this->execution(pipeline.name, execution.sequence);
    return;
  }
  run.status = "Failed";
  tell_stage(execution, stage.name, "FAILED");
  leave_stage(pipeline, execution, stage.name);
  end_execution(execution, execution.status == "Stopping" ? "Stopped" : "Failed", execution.stop_reason);
  if (on_failure != "ROLLBACK" || run.type != "STANDARD") return;
  each_execution(pipeline.name, [&](const ExecutionRecord& earlier) {
    bool was_good = earlier.sequence != execution.sequence && earlier.version == execution.version &&
                    std::ranges::any_of(earlier.stages, [&](const StageRun& other) {
                      return other.name == stage.name && other.status == "Succeeded";
                    });
    if (was_good) start_rollback(pipeline, earlier, stage.name, "AUTOMATED_ROLLBACK", execution.id);
    return !was_good;
  });
}

void Engine::start_action(ExecutionRecord& execution, const PipelineDeclaration& definition,
                          const StageDeclaration& stage, const ActionDeclaration& action) {
  ActionRun run;
  run.id = ids_.uuid();
  run.execution_id = execution.id;
  run.stage = stage.name;
  run.action = action.name;
  run.started = run.updated = now_;
  for (const auto& input : action.input_artifacts.value_or(std::vector<InputArtifact>{})) {
    auto made = std::ranges::find(execution.artifacts, input.name, &ArtifactLocation::name);
    STELLWERK_ASSERT(made != execution.artifacts.end());
    run.inputs.push_back(*made);
  }
  const ArtifactStore* artifacts = find_artifact_store(definition, action.region.value_or(scope_.region));
  for (const auto& output : action.output_artifacts.value_or(std::vector<OutputArtifact>{})) {
    std::string random = ids_.from_alphabet(kArtifactRandomCharacters, kArtifactAlphabet);
    run.outputs.push_back(
        {output.name, artifacts ? artifacts->location : "", artifact_key(execution.pipeline, output.name, random)});
  }
  std::map<std::string, std::string> values = execution.outputs;
  values["codepipeline.PipelineExecutionId"] = execution.id;
  for (const auto& [name, value] : execution.variables) values["variables." + name] = value;
  ActionOutcome refusal;
  for (const auto& [name, value] : action.configuration.value_or(std::map<std::string, std::string>{})) {
    auto resolved = resolve_setting(name, value, values);
    run.resolved_configuration[name] = resolved ? *resolved : value;
    if (!resolved) refusal = {false, "", resolved.error().code, resolved.error().message};
  }
  bool is_approval = action.action_type_id.category == "Approval";
  if (is_approval) run.token = ids_.uuid();
  put(execution, run);
  tell_action(execution, action, run, "STARTED");
  ActionReference self = reference(execution, run);
  if (!refusal.error_code.empty()) {
    // Finished through the outbox's next turn, so that a stage sees all its actions started first.
    run.error_code = refusal.error_code;
    run.error_message = refusal.error_message;
    put(execution, run);
  }
  if (!is_approval || !refusal.error_code.empty()) kRunAction.after(transaction_, scope_, self);
  std::int64_t minutes = action.timeout_in_minutes.value_or(is_approval ? kApprovalTimeoutMinutes : 0);
  if (minutes > 0) {
    kActionTimeout.after(transaction_, scope_, self, now_.plus_seconds(minutes * 60));
  }
}

void Engine::finish_action(const ActionReference& reference, const ActionOutcome& outcome) {
  auto execution = this->execution(reference.pipeline, reference.sequence);
  auto run = action_run(reference);
  if (!execution || !run || run->status != "InProgress") return;
  run->status = outcome.succeeded ? "Succeeded" : "Failed";
  run->summary = outcome.summary;
  run->error_code = outcome.error_code;
  run->error_message = outcome.error_message;
  run->output_variables = outcome.output_variables;
  if (!outcome.external_id.empty()) run->external_id = outcome.external_id;
  run->external_url = outcome.external_url;
  run->log_stream_arn = outcome.log_stream_arn;
  run->updated_by = outcome.updated_by;
  run->updated = now_;
  put(*execution, *run);
  PipelineDeclaration definition = declaration(*execution);
  const ActionDeclaration* action = find_action(*find_stage(definition, run->stage), run->action);
  if (outcome.succeeded) {
    for (const ArtifactLocation& output : run->outputs) {
      std::erase_if(execution->artifacts, [&](const ArtifactLocation& old) { return old.name == output.name; });
      execution->artifacts.push_back(output);
    }
    for (const RevisionRecord& revision : outcome.revisions) execution->revisions.push_back(revision);
    if (action->namespace_) {
      for (const auto& [name, value] : outcome.output_variables) {
        execution->outputs[*action->namespace_ + "." + name] = value;
      }
    }
  }
  execution->updated = now_;
  put(*execution);
  tell_action(*execution, *action, *run, outcome.succeeded ? "SUCCEEDED" : "FAILED");
  wake(execution->pipeline, execution->sequence);
}

void Engine::retry_stage(PipelineRecord& pipeline, ExecutionRecord execution, bool all_actions, bool is_automatic) {
  StageRun& stage = execution.stages[execution.stage];
  for (auto& [name, run] : runs_of(execution, stage.name)) {
    if (run.status == "Succeeded" && !all_actions) continue;
    kPastActionRuns.put(transaction_, scope_, {pipeline.name, store::ordered(execution.sequence), run.id}, run);
    kActionRuns.erase(transaction_, scope_, {pipeline.name, store::ordered(execution.sequence), stage.name, name});
  }
  stage.status.clear();
  (is_automatic ? stage.automatic_retries : stage.manual_retries) += 1;
  execution.status = "InProgress";
  execution.status_summary.clear();
  execution.updated = now_;
  put(execution);
  tell_pipeline(execution, "RESUMED");
  wake(pipeline.name, execution.sequence);
}

void Engine::stop(ExecutionRecord execution, bool abandon, const std::string& reason) {
  execution.status = "Stopping";
  execution.stop_reason = reason;
  execution.updated = now_;
  tell_pipeline(execution, "STOPPING");
  const std::string stage = execution.stages[execution.stage].name;
  for (auto& [name, run] : runs_of(execution, stage)) {
    // An approval never ends by itself, so stopping it means abandoning it.
    if (run.status != "InProgress" || (!abandon && run.token.empty())) continue;
    run.status = "Abandoned";
    run.updated = now_;
    put(execution, run);
    if (!run.external_id.empty()) kAbandonAction.after(transaction_, scope_, reference(execution, run));
  }
  put(execution);
  wake(execution.pipeline, execution.sequence);
}

void Engine::set_gate(PipelineRecord& pipeline, const std::string& stage, bool is_enabled, const std::string& reason,
                      const std::string& by) {
  StageGate& gate = pipeline.gates[stage];
  gate.is_enabled = is_enabled;
  gate.disabled_reason = reason;
  gate.changed_by = by;
  gate.changed = now_;
  kPipelines.put(transaction_, scope_, {pipeline.name}, pipeline);
  if (is_enabled && !gate.waiting.empty()) wake(pipeline.name, gate.waiting.front());
}

void Engine::end_execution(ExecutionRecord& execution, const std::string& status, const std::string& summary) {
  execution.status = status;
  execution.status_summary = summary;
  execution.updated = now_;
  std::string state = status;
  std::ranges::transform(state, state.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  tell_pipeline(execution, state);
}

}  // namespace stellwerk::codepipeline
