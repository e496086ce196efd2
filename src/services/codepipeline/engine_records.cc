#include <algorithm>

#include "aws/completion.h"
#include "base/assert.h"
#include "base/json.h"
#include "services/codepipeline/engine.h"

// The engine's records and the events that tell of their changes.
// Source: https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
namespace stellwerk::codepipeline {

std::optional<ExecutionRecord> Engine::execution(const std::string& pipeline, std::uint64_t sequence) {
  return kExecutions.get(transaction_, scope_, {pipeline, store::ordered(sequence)});
}

std::optional<ActionRun> Engine::action_run(const ActionReference& reference) {
  auto run =
      kActionRuns.get(transaction_, scope_,
                      {reference.pipeline, store::ordered(reference.sequence), reference.stage, reference.action});
  if (!run || run->id != reference.run_id) return std::nullopt;
  return run;
}

void Engine::note_work(const ActionReference& reference, const Work& work) {
  auto execution = this->execution(reference.pipeline, reference.sequence);
  auto run = action_run(reference);
  if (!execution || !run) return;
  run->external_id = work.id;
  run->updated = now_;
  put(*execution, *run);
  aws::await(transaction_, work.arn, kLookAtAction, scope_, reference);
  if (run->status == "Abandoned") kAbandonAction.after(transaction_, scope_, reference);
}

PipelineDeclaration Engine::declaration(const ExecutionRecord& execution) {
  auto version = kVersions.get(transaction_, scope_,
                               {execution.pipeline, store::ordered(static_cast<std::uint64_t>(execution.version))});
  STELLWERK_ASSERT(version.has_value());
  return decode_definition(version->definition);
}

void Engine::each_execution(const std::string& pipeline, const std::function<bool(ExecutionRecord)>& visit) {
  kExecutions.scan(
      transaction_, scope_, {pipeline},
      [&](const std::vector<std::string>&, ExecutionRecord execution) { return visit(std::move(execution)); }, {},
      true);
}

std::map<std::string, ActionRun> Engine::runs_of(const ExecutionRecord& execution, const std::string& stage) {
  std::map<std::string, ActionRun> runs;
  for (ActionRun& run :
       kActionRuns.all(transaction_, scope_, {execution.pipeline, store::ordered(execution.sequence), stage})) {
    runs.emplace(run.action, std::move(run));
  }
  return runs;
}

std::vector<ActionRun> Engine::all_runs(const ExecutionRecord& execution) {
  auto runs = kActionRuns.all(transaction_, scope_, {execution.pipeline, store::ordered(execution.sequence)});
  for (ActionRun& run :
       kPastActionRuns.all(transaction_, scope_, {execution.pipeline, store::ordered(execution.sequence)})) {
    runs.push_back(std::move(run));
  }
  std::ranges::sort(runs, std::ranges::greater{}, &ActionRun::started);
  return runs;
}

void Engine::each_action_run(const std::string& pipeline,
                             const std::function<bool(const ActionReference&, const ActionRun&)>& visit) {
  each_execution(pipeline, [&](const ExecutionRecord& execution) {
    for (const ActionRun& run : all_runs(execution)) {
      if (!visit(reference(execution, run), run)) return false;
    }
    return true;
  });
}

void Engine::put(const ExecutionRecord& execution) {
  kExecutions.put(transaction_, scope_, {execution.pipeline, store::ordered(execution.sequence)}, execution);
}

void Engine::put(const ExecutionRecord& execution, const ActionRun& run) {
  kActionRuns.put(transaction_, scope_, {execution.pipeline, store::ordered(execution.sequence), run.stage, run.action},
                  run);
}

ActionReference Engine::reference(const ExecutionRecord& execution, const ActionRun& run) const {
  return {execution.pipeline, execution.sequence, run.stage, run.action, run.id};
}

void Engine::wake(const std::string& pipeline, std::uint64_t sequence) {
  kAdvance.after(transaction_, scope_, {pipeline, sequence});
}

namespace {

Json detail_of(const ExecutionRecord& execution, std::string_view state) {
  Json detail;
  detail.set("pipeline", execution.pipeline);
  detail.set("execution-id", execution.id);
  detail.set("start-time", to_iso8601_milliseconds(execution.started));
  detail.set("state", std::string(state));
  // The event's version is a real number at AWS.
  detail.set("version", static_cast<double>(execution.version));
  return detail;
}

}  // namespace

void Engine::tell_pipeline(const ExecutionRecord& execution, std::string_view state) {
  Json trigger, detail = detail_of(execution, state);
  trigger.set("trigger-type", execution.trigger_type).set("trigger-detail", execution.trigger_detail);
  detail.set("execution-trigger", trigger);
  events_.emit(transaction_, scope_, now_,
               {"aws.codepipeline",
                "CodePipeline Pipeline Execution State Change",
                {pipeline_arn(scope_, execution.pipeline)},
                detail.dump()});
}

void Engine::tell_stage(const ExecutionRecord& execution, std::string_view stage, std::string_view state) {
  Json detail = detail_of(execution, state);
  detail.set("stage", std::string(stage));
  events_.emit(transaction_, scope_, now_,
               {"aws.codepipeline",
                "CodePipeline Stage Execution State Change",
                {pipeline_arn(scope_, execution.pipeline)},
                detail.dump()});
}

void Engine::tell_action(const ExecutionRecord& execution, const ActionDeclaration& action, const ActionRun& run,
                         std::string_view state) {
  const ActionTypeId& kind = action.action_type_id;
  Json type, detail = detail_of(execution, state);
  type.set("owner", kind.owner)
      .set("provider", kind.provider)
      .set("category", kind.category)
      .set("version", kind.version);
  detail.set("stage", run.stage).set("action", run.action).set("action-execution-id", run.id);
  detail.set("region", scope_.region).set("type", type);
  if (run.status != "InProgress") {
    Json result;
    result.set("external-execution-id", run.external_id).set("external-execution-summary", run.summary);
    if (!run.error_code.empty()) result.set("error-code", run.error_code);
    detail.set("execution-result", result);
  }
  events_.emit(transaction_, scope_, now_,
               {"aws.codepipeline",
                "CodePipeline Action Execution State Change",
                {pipeline_arn(scope_, execution.pipeline)},
                detail.dump()});
}

}  // namespace stellwerk::codepipeline
