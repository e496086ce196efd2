#include "services/codebuild/project_changes.h"

namespace stellwerk::codebuild {
namespace {

/// Members are plain where CreateProject requires them, optional elsewhere.
template <class T>
const T* given(const T& member) {
  return &member;
}
template <class T>
const T* given(const std::optional<T>& member) {
  return member ? &*member : nullptr;
}

template <class Request>
Result<void> apply(ProjectRecord& project, ports::Call& call, const Request& request) {
  TRY(check_timeouts(request.timeout_in_minutes, request.queued_timeout_in_minutes));
  Settings& settings = project.settings;
  if (auto* source = given(request.source)) settings.source = TRY(to_record(*source));
  if (auto* artifacts = given(request.artifacts)) settings.artifacts = TRY(to_record(*artifacts));
  if (auto* environment = given(request.environment)) settings.environment = TRY(to_record(*environment));
  if (auto* role = given(request.service_role)) settings.service_role = *role;
  if (request.description) project.description = *request.description;
  if (request.source_version) settings.source_version = *request.source_version;
  if (request.secondary_sources) {
    settings.secondary_sources.clear();
    for (const auto& source : *request.secondary_sources) settings.secondary_sources.push_back(TRY(to_record(source)));
  }
  if (request.secondary_source_versions) {
    settings.secondary_source_versions.clear();
    for (const auto& version : *request.secondary_source_versions) {
      settings.secondary_source_versions.push_back({version.source_identifier, version.source_version});
    }
  }
  if (request.secondary_artifacts) {
    settings.secondary_artifacts.clear();
    for (const auto& artifacts : *request.secondary_artifacts)
      settings.secondary_artifacts.push_back(TRY(to_record(artifacts)));
  }
  if (request.timeout_in_minutes) settings.timeout_in_minutes = *request.timeout_in_minutes;
  if (request.queued_timeout_in_minutes) settings.queued_timeout_in_minutes = *request.queued_timeout_in_minutes;
  if (request.encryption_key && !request.encryption_key->empty()) settings.encryption_key = *request.encryption_key;
  if (request.logs_config) settings.logs = to_record(*request.logs_config);
  if (request.tags) project.tags = TRY(to_tags(*request.tags));
  // -1 takes the limit away, in UpdateProject.
  if (request.concurrent_build_limit)
    project.concurrent_build_limit = std::max<std::int64_t>(0, *request.concurrent_build_limit);
  project.last_modified = call.now;
  return check_settings(settings);
}

}  // namespace

Result<void> apply_changes(ProjectRecord& project, ports::Call& call, const CreateProjectRequest& request) {
  return apply(project, call, request);
}

Result<void> apply_changes(ProjectRecord& project, ports::Call& call, const UpdateProjectRequest& request) {
  return apply(project, call, request);
}

}  // namespace stellwerk::codebuild
