#include "services/codebuild/build_overrides.h"

#include "base/bytes.h"
#include "base/digest.h"

namespace stellwerk::codebuild {
namespace {

Result<void> override_source(Settings& settings, const StartBuildRequest& request) {
  ProjectSource source;
  const SourceRecord& kept = settings.source;
  source.type = request.source_type_override.value_or(kept.type);
  bool same_type = source.type == kept.type;
  source.location = request.source_location_override.value_or(same_type ? kept.location : "");
  source.buildspec = request.buildspec_override.value_or(kept.buildspec);
  source.git_clone_depth = request.git_clone_depth_override.value_or(kept.git_clone_depth);
  source.insecure_ssl = request.insecure_ssl_override.value_or(kept.insecure_ssl);
  if (source.location->empty()) source.location.reset();
  bool says_no_submodules = kept.says_no_submodules;
  settings.source = TRY(to_record(source));
  settings.source.says_no_submodules = says_no_submodules;
  if (request.source_version) settings.source_version = *request.source_version;
  if (request.secondary_sources_override) {
    settings.secondary_sources.clear();
    for (const auto& secondary : *request.secondary_sources_override)
      settings.secondary_sources.push_back(TRY(to_record(secondary)));
  }
  if (request.secondary_sources_version_override) {
    settings.secondary_source_versions.clear();
    for (const auto& version : *request.secondary_sources_version_override) {
      settings.secondary_source_versions.push_back({version.source_identifier, version.source_version});
    }
  }
  return {};
}

Result<void> override_environment(EnvironmentRecord& kept, const StartBuildRequest& request) {
  ProjectEnvironment environment;
  environment.type = request.environment_type_override.value_or(kept.type);
  environment.image = request.image_override.value_or(kept.image);
  environment.compute_type = request.compute_type_override.value_or(kept.compute_type);
  environment.image_pull_credentials_type =
      request.image_pull_credentials_type_override.value_or(kept.image_pull_credentials_type);
  environment.privileged_mode = request.privileged_mode_override.value_or(false);
  EnvironmentRecord merged = TRY(to_record(environment));
  merged.variables = kept.variables;
  if (request.environment_variables_override) {
    for (VariableRecord& variable : TRY(to_records(*request.environment_variables_override))) {
      std::erase_if(merged.variables, [&](const VariableRecord& old) { return old.name == variable.name; });
      merged.variables.push_back(std::move(variable));
    }
  }
  kept = std::move(merged);
  return {};
}

}  // namespace

Result<Settings> settings_of_build(const ProjectRecord& project, const StartBuildRequest& request) {
  TRY(check_timeouts(request.timeout_in_minutes_override, request.queued_timeout_in_minutes_override));
  Settings settings = project.settings;
  TRY(override_source(settings, request));
  TRY(override_environment(settings.environment, request));
  if (request.artifacts_override) settings.artifacts = TRY(to_record(*request.artifacts_override));
  if (request.secondary_artifacts_override) {
    settings.secondary_artifacts.clear();
    for (const auto& artifacts : *request.secondary_artifacts_override)
      settings.secondary_artifacts.push_back(TRY(to_record(artifacts)));
  }
  if (request.service_role_override) settings.service_role = *request.service_role_override;
  if (request.timeout_in_minutes_override) settings.timeout_in_minutes = *request.timeout_in_minutes_override;
  if (request.queued_timeout_in_minutes_override)
    settings.queued_timeout_in_minutes = *request.queued_timeout_in_minutes_override;
  if (request.encryption_key_override) settings.encryption_key = *request.encryption_key_override;
  if (request.logs_config_override) settings.logs = to_record(*request.logs_config_override);
  TRY(check_settings(settings));
  return settings;
}

std::string digest_of(const Settings& settings) {
  return to_hex(digest(DigestKind::sha256, store::encode_record(settings)));
}

std::string initiator_of(const auth::Caller& caller) {
  switch (caller.type) {
    case auth::PrincipalType::user: return caller.user_name;
    case auth::PrincipalType::assumed_role: return caller.role_name + "/" + caller.session_name;
    case auth::PrincipalType::root: return "root";
    default: return caller.arn;
  }
}

}  // namespace stellwerk::codebuild
