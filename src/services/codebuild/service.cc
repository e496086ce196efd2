#include "services/codebuild/service.h"

#include "services/codebuild/build_events.h"
#include "services/codebuild/build_run.h"

namespace stellwerk::codebuild {
namespace {

constexpr std::size_t kQueuedPhases = 2;       // SUBMITTED and QUEUED
constexpr std::int64_t kQueueLookSeconds = 1;  // between two looks whether a project's limit lets a build begin

std::string running_key(const store::Scope& scope, const std::string& build_id) {
  return scope.account + "/" + scope.region + "/" + build_id;
}

}  // namespace

void CodeBuild::attend(store::Outbox& outbox) {
  kRun.handle(outbox,
              [this](const store::Scope& scope, const BuildEffect& effect) { return run(scope, effect.build_id); });
  kStop.handle(outbox,
               [this](const store::Scope& scope, const BuildEffect& effect) { return stop(scope, effect.build_id); });
}

void CodeBuild::interrupt() {
  std::lock_guard lock(running_guard_);
  is_interrupted_ = true;
  for (auto& [key, run] : running_) run->interrupt();
}

Result<ProjectRecord> CodeBuild::find_project(ports::Call& call, const std::string& name) {
  auto project = kProjects.get(call.transaction, call.scope(), {name_from_arn(name)});
  if (!project)
    return errors::ResourceNotFoundException("Project cannot be found: " +
                                             project_arn(call.scope(), name_from_arn(name)));
  return std::move(*project);
}

Result<BuildRecord> CodeBuild::find_build(ports::Call& call, const std::string& id) {
  auto build = kBuilds.get(call.transaction, call.scope(), {name_from_arn(id)});
  if (!build)
    return errors::ResourceNotFoundException("Build cannot be found: " + build_arn(call.scope(), name_from_arn(id)));
  return std::move(*build);
}

ports::Errand CodeBuild::errand(const store::Scope& scope, const std::string& project,
                                const std::string& session_name) {
  return {"codebuild.amazonaws.com", scope, project_arn(scope, project), session_name};
}

Result<void> CodeBuild::check_role(const store::Scope& scope, const std::string& project, const std::string& role_arn) {
  auto session = around_.roles.enter(errand(scope, project, "AWSCodeBuild-check"), role_arn);
  if (!session)
    return errors::InvalidInputException("CodeBuild is not authorized to perform: sts:AssumeRole on " + role_arn);
  return {};
}

BuildRecord CodeBuild::begin_build(ports::Call& call, const ProjectRecord& project, Settings settings,
                                   std::string initiator) {
  store::Scope scope = call.scope();
  CounterRecord counter = kCounters.get(call.transaction, scope, {project.name}).value_or(CounterRecord{});
  kCounters.put(call.transaction, scope, {project.name}, CounterRecord{++counter.last_number});
  BuildRecord build;
  std::string uuid = call.ids.uuid();
  build.id = project.name + ":" + uuid;
  build.project = project.name;
  build.number = counter.last_number;
  build.settings = std::move(settings);
  build.initiator = std::move(initiator);
  build.started = call.now;
  build.concurrent_build_limit = project.concurrent_build_limit;
  build.phases = {{"SUBMITTED", "SUCCEEDED", call.now, call.now, {}}, {"QUEUED", "", call.now, std::nullopt, {}}};
  const LogsRecord& logs = build.settings.logs;
  if (logs.is_enabled) {
    build.log_group = logs.group_name.empty() ? "/aws/codebuild/" + project.name : logs.group_name;
    build.log_stream = logs.stream_name.empty() ? uuid : logs.stream_name + "/" + uuid;
  }
  kBuilds.put(call.transaction, scope, {build.id}, build);
  std::string time = store::ordered(static_cast<std::uint64_t>(call.now.milliseconds));
  kBuildOrder.put(call.transaction, scope, {time, build.id}, BuildIndexRecord{build.id});
  kProjectBuilds.put(call.transaction, scope, {build.project, time, build.id}, BuildIndexRecord{build.id});
  emit_state_change(around_, call.transaction, scope, build);
  kRun.after(call.transaction, scope, {build.id});
  return build;
}

Result<std::optional<BuildRecord>> CodeBuild::find_repeated(ports::Call& call, const std::string& project,
                                                            const std::optional<std::string>& token,
                                                            const std::string& digest) {
  if (!token) return std::optional<BuildRecord>();
  auto used = kTokens.get(call.transaction, call.scope(), {project, *token});
  if (!used || used->used.plus_seconds(kIdempotencySeconds) < call.now) return std::optional<BuildRecord>();
  if (used->request_digest != digest) {
    return errors::InvalidInputException(
        "The idempotencyToken was used with other parameters within the last five minutes");
  }
  return kBuilds.get(call.transaction, call.scope(), {used->build_id});
}

void CodeBuild::remember(ports::Call& call, const std::string& project, const std::optional<std::string>& token,
                         const std::string& request, const std::string& build_id) {
  if (token) kTokens.put(call.transaction, call.scope(), {project, *token}, TokenRecord{build_id, request, call.now});
}

void CodeBuild::erase_build(store::Transaction& transaction, const store::Scope& scope, const BuildRecord& build) {
  std::string time = store::ordered(static_cast<std::uint64_t>(build.started.milliseconds));
  kBuilds.erase(transaction, scope, {build.id});
  kBuildOrder.erase(transaction, scope, {time, build.id});
  kProjectBuilds.erase(transaction, scope, {build.project, time, build.id});
}

Result<void> CodeBuild::end_queued(const store::Scope& scope, const std::string& build_id, const std::string& status) {
  return around_.store.run([&](store::Transaction& transaction) -> Result<void> {
    auto build = kBuilds.get(transaction, scope, {build_id});
    if (!build || build->is_complete()) return {};
    Timestamp now = around_.clock.now();
    build->phases.resize(std::min(build->phases.size(), kQueuedPhases));
    build->phases.back().status = status;
    build->phases.back().ended = now;
    complete_build(*build, status, now);
    kBuilds.put(transaction, scope, {build->id}, *build);
    announce_end(around_, transaction, scope, *build);
    return {};
  });
}

Result<void> CodeBuild::stop(const store::Scope& scope, const std::string& build_id) {
  std::lock_guard lock(running_guard_);
  auto found = running_.find(running_key(scope, build_id));
  if (found == running_.end()) return end_queued(scope, build_id, "STOPPED");
  found->second->stop();
  return {};
}

/// Nothing to run: it is over, runs already, was too long in the queue, or waits for its project's other builds.
Result<std::unique_ptr<BuildRun>> CodeBuild::admit(const store::Scope& scope, const std::string& build_id) {
  std::string key = running_key(scope, build_id);
  // Held while the record is read: a build is either seen here by `stop`, or ended by it before it is read.
  std::lock_guard lock(running_guard_);
  if (is_interrupted_) return ::stellwerk::Error{"Interrupted", "The server stops", 503};
  auto build = kBuilds.get(*around_.store.begin(), scope, {build_id});
  if (!build || build->is_complete() || running_.contains(key)) return std::unique_ptr<BuildRun>();
  Timestamp now = around_.clock.now();
  bool has_begun = build->phases.size() > kQueuedPhases;
  if (!has_begun && now > build->started.plus_seconds(build->settings.queued_timeout_in_minutes * 60)) {
    TRY(end_queued(scope, build_id, "TIMED_OUT"));
    return std::unique_ptr<BuildRun>();
  }
  std::string siblings = running_key(scope, build->project + ":");
  std::int64_t beside = 0;
  for (const auto& [other, run] : running_) beside += other.starts_with(siblings);
  if (build->concurrent_build_limit > 0 && beside >= build->concurrent_build_limit) {
    TRY(around_.store.run([&](store::Transaction& transaction) -> Result<void> {
      kRun.after(transaction, scope, {build_id}, now.plus_seconds(kQueueLookSeconds));
      return {};
    }));
    return std::unique_ptr<BuildRun>();
  }
  auto run = std::make_unique<BuildRun>(*this, scope, std::move(*build));
  running_[key] = run.get();
  return run;
}

Result<void> CodeBuild::run(const store::Scope& scope, const std::string& build_id) {
  std::unique_ptr<BuildRun> runner = TRY(admit(scope, build_id));
  if (!runner) return {};
  auto outcome = runner->run();
  {
    std::lock_guard lock(running_guard_);
    running_.erase(running_key(scope, build_id));
  }
  if (!outcome) return std::move(outcome).error();
  if (*outcome == BuildRun::Outcome::interrupted) return ::stellwerk::Error{"Interrupted", "The server stops", 503};
  return {};
}

}  // namespace stellwerk::codebuild
