#include "services/codebuild/build_events.h"

#include "aws/completion.h"
#include "base/json.h"

namespace stellwerk::codebuild {
namespace {

Json phase_document(const PhaseRecord& phase) {
  Json out(Json::Object{});
  out.set("phase-type", phase.type).set("start-time", to_iso8601(phase.started));
  if (!phase.status.empty()) out.set("phase-status", phase.status);
  if (phase.ended) {
    out.set("end-time", to_iso8601(*phase.ended));
    out.set("duration-in-seconds", (phase.ended->milliseconds - phase.started.milliseconds) / 1000);
  }
  Json::Array contexts;
  for (const ContextRecord& context : phase.contexts) contexts.push_back(context.status_code + ": " + context.message);
  if (!contexts.empty()) out.set("phase-context", std::move(contexts));
  return out;
}

Json additional_information(const store::Scope& scope, const BuildRecord& build) {
  const Settings& settings = build.settings;
  Json out(Json::Object{});
  out.set("build-number", build.number).set("initiator", build.initiator).set("build-complete", build.is_complete());
  out.set("build-start-time", to_iso8601(build.started)).set("timeout-in-minutes", settings.timeout_in_minutes);
  out.set("queued-timeout-in-minutes", settings.queued_timeout_in_minutes);
  if (!settings.source_version.empty()) out.set("source-version", settings.source_version);
  Json source(Json::Object{});
  source.set("type", settings.source.type);
  if (!settings.source.location.empty()) source.set("location", settings.source.location);
  out.set("source", std::move(source));
  Json artifact(Json::Object{});
  artifact.set("location", build.upload.location);
  out.set("artifact", std::move(artifact));
  Json environment(Json::Object{});
  environment.set("image", settings.environment.image).set("type", settings.environment.type);
  environment.set("compute-type", settings.environment.compute_type).set("privileged-mode", false);
  out.set("environment", std::move(environment));
  Json logs(Json::Object{});
  if (!build.log_group.empty()) {
    logs.set("group-name", build.log_group).set("stream-name", build.log_stream);
    logs.set("deep-link", "arn:aws:logs:" + scope.region + ":" + scope.account + ":log-group:" + build.log_group +
                              ":log-stream:" + build.log_stream);
  }
  out.set("logs", std::move(logs));
  Json::Array phases;
  for (const PhaseRecord& phase : build.phases) phases.push_back(phase_document(phase));
  out.set("phases", std::move(phases));
  Json::Array exported;
  for (const VariableRecord& variable : build.exported) {
    exported.push_back(Json::Object{{"name", variable.name}, {"value", variable.value}});
  }
  out.set("exported-environment-variables", std::move(exported));
  return out;
}

void emit(const Surroundings& around, store::Transaction& transaction, const store::Scope& scope,
          const BuildRecord& build, std::string type, Json detail) {
  detail.set("project-name", build.project).set("build-id", build_arn(scope, build.id));
  detail.set("additional-information", additional_information(scope, build)).set("version", "1");
  around.events.emit(transaction, scope, around.clock.now(),
                     {"aws.codebuild", std::move(type), {build_arn(scope, build.id)}, detail.dump()});
}

}  // namespace

void emit_state_change(const Surroundings& around, store::Transaction& transaction, const store::Scope& scope,
                       const BuildRecord& build) {
  Json detail(Json::Object{});
  detail.set("build-status", build.status).set("current-phase", build.current_phase).set("current-phase-context", "[]");
  emit(around, transaction, scope, build, "CodeBuild Build State Change", std::move(detail));
}

void emit_phase_change(const Surroundings& around, store::Transaction& transaction, const store::Scope& scope,
                       const BuildRecord& build, const PhaseRecord& phase) {
  Json detail(Json::Object{});
  std::string contexts;
  for (const ContextRecord& context : phase.contexts) {
    contexts += (contexts.empty() ? "" : ", ") + context.status_code + ": " + context.message;
  }
  detail.set("completed-phase", phase.type).set("completed-phase-status", phase.status);
  detail.set("completed-phase-context", "[" + contexts + "]").set("completed-phase-start", to_iso8601(phase.started));
  if (phase.ended) {
    detail.set("completed-phase-end", to_iso8601(*phase.ended));
    detail.set("completed-phase-duration-seconds", (phase.ended->milliseconds - phase.started.milliseconds) / 1000);
  }
  emit(around, transaction, scope, build, "CodeBuild Build Phase Change", std::move(detail));
}

void complete_build(BuildRecord& build, const std::string& status, Timestamp now) {
  build.status = status;
  build.current_phase = "COMPLETED";
  build.ended = now;
  build.phases.push_back({"COMPLETED", "", now, std::nullopt, {}});
}

void announce_end(const Surroundings& around, store::Transaction& transaction, const store::Scope& scope,
                  const BuildRecord& build) {
  emit_state_change(around, transaction, scope, build);
  aws::complete(transaction, build_arn(scope, build.id));
}

}  // namespace stellwerk::codebuild
