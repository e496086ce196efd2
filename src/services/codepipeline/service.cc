#include "services/codepipeline/service.h"

#include "base/log.h"

namespace stellwerk::codepipeline {
namespace {

constexpr int kAdvanceConcurrency = 4;
constexpr int kActionConcurrency = 8;

ActionReference decoded(const store::Effect& effect) { return store::decode_record<ActionReference>(effect.payload); }

}  // namespace

void CodePipeline::attend(store::Outbox& outbox) {
  outbox.handle(std::string(kAdvanceTopic), kAdvanceConcurrency, [this](const store::Effect& effect) {
    ActionReference reference = decoded(effect);
    return in_engine(reference, [&](Engine& engine) { engine.advance(reference.pipeline, reference.sequence); });
  });
  outbox.handle(std::string(kActionTopic), kActionConcurrency,
                [this](const store::Effect& effect) { return run_action(decoded(effect)); });
  outbox.handle(std::string(kTimeoutTopic), 1, [this](const store::Effect& effect) {
    ActionReference reference = decoded(effect);
    return finish(reference, {false, "The action timed out.", "TimeOut", "The action took longer than its timeout."});
  });
  outbox.handle(std::string(kAbandonTopic), 1,
                [this](const store::Effect& effect) { return abandon_action(decoded(effect)); });
  outbox.handle(std::string(kPollTopic), 1,
                [this](const store::Effect& effect) { return poll_source(decoded(effect)); });
  outbox.handle(std::string(ports::kBuildFinishedTopic), kActionConcurrency, [this](const store::Effect& effect) {
    return on_build_finished(store::decode_record<ports::BuildFinished>(effect.payload));
  });
}

Result<PipelineRecord> CodePipeline::find(ports::Call& call, const std::string& name) {
  auto pipeline = kPipelines.get(call.transaction, call.scope(), {name});
  if (pipeline) return std::move(*pipeline);
  return errors::PipelineNotFoundException("Account '" + call.account + "' does not have a pipeline with name '" +
                                           name + "'");
}

Result<ExecutionRecord> CodePipeline::find_execution(ports::Call& call, const std::string& pipeline,
                                                     const std::string& id) {
  auto sequence = kSequences.get(call.transaction, call.scope(), {pipeline, id});
  if (sequence) return std::move(*engine(call).execution(pipeline, sequence->sequence));
  return errors::PipelineExecutionNotFoundException("The pipeline '" + pipeline + "' has no execution '" + id + "'");
}

Result<void> CodePipeline::check_role(ports::Call& call, const PipelineDeclaration& declaration) {
  const std::string arn = pipeline_arn(call.scope(), declaration.name);
  auto session =
      roles_.enter({"codepipeline.amazonaws.com", call.scope(), arn, declaration.name}, declaration.role_arn);
  if (session) return {};
  return errors::InvalidStructureException("CodePipeline is not authorized to perform AssumeRole on role " +
                                           declaration.role_arn);
}

void CodePipeline::put_version(ports::Call& call, const PipelineRecord& record) {
  auto version = static_cast<std::uint64_t>(record.version);
  kPipelines.put(call.transaction, call.scope(), {record.name}, record);
  kVersions.put(call.transaction, call.scope(), {record.name, store::ordered(version)}, {record.definition});
  const PipelineDeclaration declaration = decode_definition(record.definition);
  for (const ActionDeclaration& action : declaration.stages.front().actions) {
    auto poll = action.configuration->find("PollForSourceChanges");
    if (poll != action.configuration->end() && poll->second == "false") continue;
    ActionReference reference{call.account, call.region, record.name, version, "", action.name, ""};
    call.transaction.after(std::string(kPollTopic), store::encode_record(reference),
                           call.now.plus_seconds(kPollSeconds));
  }
}

void CodePipeline::erase(ports::Call& call, const std::string& pipeline) {
  store::Scope scope = call.scope();
  Engine engine = this->engine(call);
  auto erase_keys = [&](const auto& table) {
    std::vector<std::vector<std::string>> keys;
    table.scan(call.transaction, scope, {pipeline}, [&](const std::vector<std::string>& parts, const auto&) {
      keys.push_back(parts);
      return true;
    });
    for (const auto& parts : keys) table.erase(call.transaction, scope, parts);
  };
  engine.each_action_run(pipeline, [&](const ActionReference&, const ActionRun& run) {
    if (!run.external_id.empty()) kBuilds.erase(call.transaction, scope, {run.external_id});
    return true;
  });
  erase_keys(kVersions);
  erase_keys(kExecutions);
  erase_keys(kSequences);
  erase_keys(kActionRuns);
  erase_keys(kPastActionRuns);
  kPipelines.erase(call.transaction, scope, {pipeline});
}

Result<void> CodePipeline::in_engine(const ActionReference& reference, const std::function<void(Engine&)>& work) {
  return store_.run([&](store::Transaction& transaction) -> Result<void> {
    Engine engine = this->engine(transaction, {reference.account, reference.region}, clock_.now());
    work(engine);
    return {};
  });
}

std::optional<ActionJob> CodePipeline::load_job(const ActionReference& reference, std::string_view status) {
  auto transaction = store_.begin();
  Engine engine = this->engine(*transaction, {reference.account, reference.region}, clock_.now());
  auto execution = engine.execution(reference.pipeline, reference.sequence);
  auto run = engine.action_run(reference);
  if (!execution || !run || run->status != status) return std::nullopt;
  PipelineDeclaration definition = engine.declaration(*execution);
  ActionDeclaration action = *find_action(*find_stage(definition, run->stage), run->action);
  return ActionJob{reference, std::move(*execution), std::move(definition), std::move(action), std::move(*run)};
}

Result<void> CodePipeline::finish(const ActionReference& reference, const ActionOutcome& outcome) {
  return in_engine(reference, [&](Engine& engine) { engine.finish_action(reference, outcome); });
}

Result<void> CodePipeline::run_action(const ActionReference& reference) {
  auto job = load_job(reference);
  if (!job) return {};
  if (!job->run.error_code.empty()) {
    return finish(reference, {false, job->run.error_message, job->run.error_code, job->run.error_message});
  }
  auto begun = providers_.of(job->action.action_type_id).begin(*job);
  if (begun && !begun->outcome) return follow(*job, begun->external_id);
  auto outcome = begun ? std::move(begun->outcome) : outcome_of(begun.error());
  if (!outcome) return std::move(begun).error();
  return finish(reference, *outcome);
}

// It may have ended before its id was noted, so its state is looked at once here.
Result<void> CodePipeline::follow(const ActionJob& job, const std::string& external_id) {
  if (external_id.empty()) return {};
  TRY(in_engine(job.reference, [&](Engine& engine) { engine.note_build(job.reference, external_id); }));
  return on_build_finished({job.reference.account, job.reference.region, external_id});
}

Result<void> CodePipeline::on_build_finished(const ports::BuildFinished& build) {
  std::optional<ActionReference> reference;
  {
    auto transaction = store_.begin();
    reference = kBuilds.get(*transaction, {build.account, build.region}, {build.build_id});
  }
  auto job = reference ? load_job(*reference) : std::nullopt;
  if (!job) return {};
  auto looked = providers_.of(job->action.action_type_id).look(*job);
  std::optional<ActionOutcome> outcome = looked ? *looked : outcome_of(looked.error());
  if (!looked && !outcome) return std::move(looked).error();
  if (!outcome) return {};
  return finish(*reference, *outcome);
}

Result<void> CodePipeline::abandon_action(const ActionReference& reference) {
  auto job = load_job(reference, "Abandoned");
  if (!job) return {};
  auto done = providers_.of(job->action.action_type_id).abandon(*job);
  if (done) return {};
  if (!outcome_of(done.error())) return done;
  // A role without leave to stop it lets it run on, unheeded.
  log::info("pipeline " + reference.pipeline + ": " + job->run.external_id +
            " was abandoned and not stopped: " + done.error().message);
  return {};
}

// `reference.sequence` is the pipeline's version: a changed pipeline polls anew, a deleted one no more.
Result<void> CodePipeline::poll_source(const ActionReference& reference) {
  store::Scope scope{reference.account, reference.region};
  std::optional<PipelineRecord> pipeline;
  std::string last_seen;
  {
    auto transaction = store_.begin();
    pipeline = kPipelines.get(*transaction, scope, {reference.pipeline});
    if (!pipeline || static_cast<std::uint64_t>(pipeline->version) != reference.sequence) return {};
    engine(*transaction, scope, clock_.now()).each_execution(reference.pipeline, [&](const ExecutionRecord& execution) {
      for (const RevisionRecord& revision : execution.revisions) {
        if (revision.action == reference.action) last_seen = revision.revision_id;
      }
      return last_seen.empty();
    });
  }
  PipelineDeclaration definition = decode_definition(pipeline->definition);
  const ActionDeclaration* action = find_action(definition.stages.front(), reference.action);
  auto tip = providers_.of(action->action_type_id).newest_revision(definition, *action, scope);
  return store_.run([&](store::Transaction& transaction) -> Result<void> {
    auto current = kPipelines.get(transaction, scope, {reference.pipeline});
    if (!current || current->version != pipeline->version) return {};
    Timestamp now = clock_.now();
    bool has_changed = tip && !last_seen.empty() && *tip != last_seen;
    if (has_changed) engine(transaction, scope, now).start(*current, {"PollForSourceChanges", reference.action});
    transaction.after(std::string(kPollTopic), store::encode_record(reference), now.plus_seconds(kPollSeconds));
    return {};
  });
}

}  // namespace stellwerk::codepipeline
