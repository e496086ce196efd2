#include <algorithm>

#include "base/bytes.h"
#include "services/codebuild/rules.h"

namespace stellwerk::codebuild {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

ProjectSource to_api(const SourceRecord& source) {
  ProjectSource out;
  out.type = source.type;
  out.location = unless_empty(source.location);
  out.buildspec = unless_empty(source.buildspec);
  out.source_identifier = unless_empty(source.identifier);
  if (source.git_clone_depth > 0) out.git_clone_depth = source.git_clone_depth;
  out.insecure_ssl = source.insecure_ssl;
  if (source.says_no_submodules) out.git_submodules_config = GitSubmodulesConfig{false};
  return out;
}

ProjectArtifacts to_api(const ArtifactsRecord& artifacts) {
  ProjectArtifacts out;
  out.type = artifacts.type;
  out.location = unless_empty(artifacts.location);
  out.path = unless_empty(artifacts.path);
  out.namespace_type = unless_empty(artifacts.namespace_type);
  out.name = unless_empty(artifacts.name);
  out.packaging = unless_empty(artifacts.packaging);
  out.artifact_identifier = unless_empty(artifacts.identifier);
  out.override_artifact_name = artifacts.override_artifact_name;
  out.encryption_disabled = artifacts.encryption_disabled;
  return out;
}

ProjectEnvironment to_api(const EnvironmentRecord& environment) {
  ProjectEnvironment out;
  out.type = environment.type;
  out.image = environment.image;
  out.compute_type = environment.compute_type;
  out.privileged_mode = false;
  out.image_pull_credentials_type = environment.image_pull_credentials_type;
  out.environment_variables.emplace();
  for (const VariableRecord& variable : environment.variables) {
    out.environment_variables->push_back({variable.name, variable.value, variable.type});
  }
  return out;
}

CloudWatchLogsConfig cloud_watch(const LogsRecord& logs) {
  return {logs.is_enabled ? "ENABLED" : "DISABLED", unless_empty(logs.group_name), unless_empty(logs.stream_name)};
}

S3LogsConfig no_s3_logs() {
  S3LogsConfig out;
  out.status = "DISABLED";
  out.encryption_disabled = false;
  return out;
}

template <class Api>
std::optional<std::vector<Api>> list(const auto& records) {
  std::vector<Api> out;
  for (const auto& record : records) out.push_back(to_api(record));
  return out;
}

std::optional<std::vector<ProjectSourceVersion>> versions(const std::vector<SourceVersionRecord>& records) {
  std::vector<ProjectSourceVersion> out;
  for (const auto& record : records) out.push_back({record.identifier, record.version});
  return out;
}

ProjectCache no_cache() { return {.type = "NO_CACHE"}; }

BuildArtifacts uploaded(const UploadRecord& upload, const ArtifactsRecord& artifacts) {
  BuildArtifacts out;
  out.location = upload.location;
  out.sha256sum = unless_empty(upload.sha256);
  out.md5sum = unless_empty(upload.md5);
  out.encryption_disabled = artifacts.encryption_disabled;
  out.override_artifact_name = artifacts.override_artifact_name;
  out.artifact_identifier = unless_empty(artifacts.identifier);
  return out;
}

BuildPhase to_api(const PhaseRecord& phase) {
  BuildPhase out;
  out.phase_type = phase.type;
  out.phase_status = unless_empty(phase.status);
  out.start_time = phase.started;
  out.end_time = phase.ended;
  if (phase.ended) out.duration_in_seconds = (phase.ended->milliseconds - phase.started.milliseconds) / 1000;
  if (!phase.contexts.empty()) {
    out.contexts.emplace();
    for (const ContextRecord& context : phase.contexts) out.contexts->push_back({context.status_code, context.message});
  }
  return out;
}

LogsLocation where_logs_are(const BuildRecord& build, const store::Scope& scope) {
  LogsLocation out;
  out.cloud_watch_logs = cloud_watch(build.settings.logs);
  out.s3_logs = no_s3_logs();
  if (build.log_group.empty()) return out;
  out.group_name = build.log_group;
  out.stream_name = build.log_stream;
  out.cloud_watch_logs_arn = "arn:aws:logs:" + scope.region + ":" + scope.account + ":log-group:" + build.log_group +
                             ":log-stream:" + build.log_stream;
  return out;
}

}  // namespace

Project to_api(const ProjectRecord& project, const store::Scope& scope) {
  const Settings& settings = project.settings;
  Project out;
  out.name = project.name;
  out.arn = project_arn(scope, project.name);
  out.description = unless_empty(project.description);
  out.source = to_api(settings.source);
  out.secondary_sources = list<ProjectSource>(settings.secondary_sources);
  out.source_version = unless_empty(settings.source_version);
  out.secondary_source_versions = versions(settings.secondary_source_versions);
  out.artifacts = to_api(settings.artifacts);
  out.secondary_artifacts = list<ProjectArtifacts>(settings.secondary_artifacts);
  out.cache = no_cache();
  out.environment = to_api(settings.environment);
  out.service_role = settings.service_role;
  out.timeout_in_minutes = settings.timeout_in_minutes;
  out.queued_timeout_in_minutes = settings.queued_timeout_in_minutes;
  out.encryption_key = settings.encryption_key;
  out.tags.emplace();
  for (const auto& [key, value] : project.tags) out.tags->push_back({key, value});
  out.created = project.created;
  out.last_modified = project.last_modified;
  out.badge = ProjectBadge{false, std::nullopt};
  out.logs_config = LogsConfig{cloud_watch(settings.logs), no_s3_logs()};
  if (project.concurrent_build_limit > 0) out.concurrent_build_limit = project.concurrent_build_limit;
  out.project_visibility = project.visibility;
  out.auto_retry_limit = 0;
  return out;
}

Build to_api(const BuildRecord& build, const store::Scope& scope) {
  const Settings& settings = build.settings;
  Build out;
  out.id = build.id;
  out.arn = build_arn(scope, build.id);
  out.build_number = build.number;
  out.start_time = build.started;
  out.end_time = build.ended;
  out.current_phase = build.current_phase;
  out.build_status = build.status;
  out.source_version = unless_empty(settings.source_version);
  out.resolved_source_version = unless_empty(build.resolved_source_version);
  out.project_name = build.project;
  out.phases.emplace();
  for (const PhaseRecord& phase : build.phases) out.phases->push_back(to_api(phase));
  out.source = to_api(settings.source);
  out.secondary_sources = list<ProjectSource>(settings.secondary_sources);
  out.secondary_source_versions = versions(settings.secondary_source_versions);
  out.artifacts = uploaded(build.upload, settings.artifacts);
  out.secondary_artifacts.emplace();
  for (const ArtifactsRecord& secondary : settings.secondary_artifacts) {
    auto found = build.secondary_uploads.find(secondary.identifier);
    out.secondary_artifacts->push_back(
        uploaded(found == build.secondary_uploads.end() ? UploadRecord{} : found->second, secondary));
  }
  out.cache = no_cache();
  out.environment = to_api(settings.environment);
  out.service_role = settings.service_role;
  out.logs = where_logs_are(build, scope);
  out.timeout_in_minutes = settings.timeout_in_minutes;
  out.queued_timeout_in_minutes = settings.queued_timeout_in_minutes;
  out.build_complete = build.is_complete();
  out.initiator = build.initiator;
  out.encryption_key = settings.encryption_key;
  out.exported_environment_variables.emplace();
  for (const VariableRecord& variable : build.exported)
    out.exported_environment_variables->push_back({variable.name, variable.value});
  return out;
}

}  // namespace stellwerk::codebuild
