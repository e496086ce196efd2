#include "services/codepipeline/service.h"

#include "base/log.h"

namespace stellwerk::codepipeline {
void CodePipeline::attend(store::Outbox& outbox) {
  kAdvance.handle(outbox, [this](const store::Scope& scope, const ExecutionReference& execution) {
    return in_engine(scope, [&](Engine& engine) { engine.advance(execution.pipeline, execution.sequence); });
  });
  kRunAction.handle(outbox, [this](const store::Scope& scope, const ActionReference& reference) {
    return run_action(scope, reference);
  });
  kLookAtAction.handle(outbox, [this](const store::Scope& scope, const ActionReference& reference) {
    return look_at_action(scope, reference);
  });
  kAbandonAction.handle(outbox, [this](const store::Scope& scope, const ActionReference& reference) {
    return abandon_action(scope, reference);
  });
  kActionTimeout.handle(outbox, [this](const store::Scope& scope, const ActionReference& reference) {
    return finish(scope, reference,
                  {false, "The action timed out.", "TimeOut", "The action took longer than its timeout."});
  });
  kPollSource.handle(
      outbox, [this](const store::Scope& scope, const PolledSource& source) { return poll_source(scope, source); });
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
    kPollSource.after(call.transaction, call.scope(), {record.name, version, action.name},
                      call.now.plus_seconds(kPollSeconds));
  }
}

void CodePipeline::erase(ports::Call& call, const std::string& pipeline) {
  store::Scope scope = call.scope();
  auto erase_keys = [&](const auto& table) {
    std::vector<std::vector<std::string>> keys;
    table.scan(call.transaction, scope, {pipeline}, [&](const std::vector<std::string>& parts, const auto&) {
      keys.push_back(parts);
      return true;
    });
    for (const auto& parts : keys) table.erase(call.transaction, scope, parts);
  };
  erase_keys(kVersions);
  erase_keys(kExecutions);
  erase_keys(kSequences);
  erase_keys(kActionRuns);
  erase_keys(kPastActionRuns);
  kPipelines.erase(call.transaction, scope, {pipeline});
}

Result<void> CodePipeline::in_engine(const store::Scope& scope, const std::function<void(Engine&)>& work) {
  return store_.run([&](store::Transaction& transaction) -> Result<void> {
    Engine engine = this->engine(transaction, scope, clock_.now());
    work(engine);
    return {};
  });
}

std::optional<ActionJob> CodePipeline::load_job(const store::Scope& scope, const ActionReference& reference,
                                                std::string_view status) {
  auto transaction = store_.begin();
  Engine engine = this->engine(*transaction, scope, clock_.now());
  auto execution = engine.execution(reference.pipeline, reference.sequence);
  auto run = engine.action_run(reference);
  if (!execution || !run || run->status != status) return std::nullopt;
  PipelineDeclaration definition = engine.declaration(*execution);
  ActionDeclaration action = *find_action(*find_stage(definition, run->stage), run->action);
  return ActionJob{scope, reference, std::move(*execution), std::move(definition), std::move(action), std::move(*run)};
}

Result<void> CodePipeline::finish(const store::Scope& scope, const ActionReference& reference,
                                  const ActionOutcome& outcome) {
  return in_engine(scope, [&](Engine& engine) { engine.finish_action(reference, outcome); });
}

Result<void> CodePipeline::run_action(const store::Scope& scope, const ActionReference& reference) {
  auto job = load_job(scope, reference);
  if (!job) return {};
  if (!job->run.error_code.empty()) {
    return finish(scope, reference, {false, job->run.error_message, job->run.error_code, job->run.error_message});
  }
  auto begun = providers_.of(job->action.action_type_id).begin(*job);
  if (begun && begun->work) {
    TRY(in_engine(scope, [&](Engine& engine) { engine.note_work(reference, *begun->work); }));
    return look_at_action(scope, reference);  // it may have ended before anyone waited for it
  }
  if (begun && !begun->outcome) return {};
  auto outcome = begun ? std::move(begun->outcome) : outcome_of(begun.error());
  if (!outcome) return std::move(begun).error();
  return finish(scope, reference, *outcome);
}

Result<void> CodePipeline::look_at_action(const store::Scope& scope, const ActionReference& reference) {
  auto job = load_job(scope, reference);
  if (!job) return {};
  auto looked = providers_.of(job->action.action_type_id).look(*job);
  std::optional<ActionOutcome> outcome = looked ? *looked : outcome_of(looked.error());
  if (!looked && !outcome) return std::move(looked).error();
  if (!outcome) return {};
  return finish(scope, reference, *outcome);
}

Result<void> CodePipeline::abandon_action(const store::Scope& scope, const ActionReference& reference) {
  auto job = load_job(scope, reference, "Abandoned");
  if (!job) return {};
  auto done = providers_.of(job->action.action_type_id).abandon(*job);
  if (done) return {};
  if (!outcome_of(done.error())) return done;
  // A role without leave to stop it lets it run on, unheeded.
  log::info("pipeline " + reference.pipeline + ": " + job->run.external_id +
            " was abandoned and not stopped: " + done.error().message);
  return {};
}

// A changed pipeline polls anew, a deleted one no more.
Result<void> CodePipeline::poll_source(const store::Scope& scope, const PolledSource& source) {
  std::optional<PipelineRecord> pipeline;
  std::string last_seen;
  {
    auto transaction = store_.begin();
    pipeline = kPipelines.get(*transaction, scope, {source.pipeline});
    if (!pipeline || static_cast<std::uint64_t>(pipeline->version) != source.version) return {};
    engine(*transaction, scope, clock_.now()).each_execution(source.pipeline, [&](const ExecutionRecord& execution) {
      for (const RevisionRecord& revision : execution.revisions) {
        if (revision.action == source.action) last_seen = revision.revision_id;
      }
      return last_seen.empty();
    });
  }
  PipelineDeclaration definition = decode_definition(pipeline->definition);
  const ActionDeclaration* action = find_action(definition.stages.front(), source.action);
  auto tip = providers_.of(action->action_type_id).newest_revision(definition, *action, scope);
  return store_.run([&](store::Transaction& transaction) -> Result<void> {
    auto current = kPipelines.get(transaction, scope, {source.pipeline});
    if (!current || current->version != pipeline->version) return {};
    Timestamp now = clock_.now();
    bool has_changed = tip && !last_seen.empty() && *tip != last_seen;
    if (has_changed) engine(transaction, scope, now).start(*current, {"PollForSourceChanges", source.action});
    kPollSource.after(transaction, scope, source, now.plus_seconds(kPollSeconds));
    return {};
  });
}

}  // namespace stellwerk::codepipeline
