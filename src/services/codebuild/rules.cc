#include "services/codebuild/rules.h"

#include <algorithm>
#include <set>

#include "base/bytes.h"
#include "services/codebuild/buildspec.h"

namespace stellwerk::codebuild {
namespace {

::stellwerk::Error invalid(std::string message) { return errors::InvalidInputException(std::move(message)); }

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, value) != list.end();
}

bool is_identifier(std::string_view name) {
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0]))) return false;
  return std::ranges::all_of(name, [](unsigned char letter) { return std::isalnum(letter) || letter == '_'; });
}

}  // namespace

std::string project_arn(const store::Scope& scope, std::string_view name) {
  return "arn:aws:codebuild:" + scope.region + ":" + scope.account + ":project/" + std::string(name);
}

std::string build_arn(const store::Scope& scope, std::string_view build_id) {
  return "arn:aws:codebuild:" + scope.region + ":" + scope.account + ":build/" + std::string(build_id);
}

std::string name_from_arn(std::string_view text) {
  if (text.starts_with("arn:")) {
    if (auto slash = text.find('/'); slash != text.npos) return std::string(text.substr(slash + 1));
  }
  return std::string(text);
}

std::string project_of(std::string_view build_id) { return std::string(build_id.substr(0, build_id.find(':'))); }

std::string uuid_of(std::string_view build_id) {
  auto colon = build_id.find(':');
  return colon == build_id.npos ? std::string() : std::string(build_id.substr(colon + 1));
}

std::optional<std::pair<std::string, std::string>> split_location(std::string_view location) {
  constexpr std::string_view kArnPrefix = "arn:aws:s3:::";
  if (location.starts_with(kArnPrefix)) location.remove_prefix(kArnPrefix.size());
  auto slash = location.find('/');
  if (slash == location.npos || slash == 0 || slash + 1 == location.size()) return std::nullopt;
  return std::pair(std::string(location.substr(0, slash)), std::string(location.substr(slash + 1)));
}

Result<SourceRecord> to_record(const ProjectSource& source) {
  if (!is_one_of(source.type, {"CODEPIPELINE", "CODECOMMIT", "S3", "NO_SOURCE"})) {
    return invalid("Source type " + source.type +
                   " is not supported here: use CODECOMMIT, S3, CODEPIPELINE or NO_SOURCE");
  }
  SourceRecord out;
  out.type = source.type;
  out.location = source.location.value_or("");
  out.buildspec = source.buildspec.value_or("");
  out.identifier = source.source_identifier.value_or("");
  out.git_clone_depth = source.git_clone_depth.value_or(0);
  out.insecure_ssl = source.insecure_ssl.value_or(false);
  out.says_no_submodules = source.git_submodules_config.has_value();
  if (out.type == "S3" && !split_location(out.location)) {
    return invalid("Invalid project source: location must be an S3 bucket and key: bucket/path/file.zip");
  }
  if (out.type == "CODECOMMIT" && out.location.empty()) {
    return invalid("Invalid project source: location must be the CodeCommit repository's clone URL");
  }
  if (out.type == "NO_SOURCE" && !out.location.empty()) {
    return invalid("Invalid project source: location must not be set when source type is NO_SOURCE");
  }
  return out;
}

Result<ArtifactsRecord> to_record(const ProjectArtifacts& artifacts) {
  ArtifactsRecord out;
  out.type = artifacts.type;
  out.location = artifacts.location.value_or("");
  out.path = artifacts.path.value_or("");
  out.namespace_type = artifacts.namespace_type.value_or(out.type == "S3" ? "NONE" : "");
  out.name = artifacts.name.value_or("");
  out.packaging = artifacts.packaging.value_or(out.type == "S3" ? "NONE" : "");
  out.identifier = artifacts.artifact_identifier.value_or("");
  out.override_artifact_name = artifacts.override_artifact_name.value_or(false);
  out.encryption_disabled = artifacts.encryption_disabled.value_or(false);
  if (out.type == "S3" && out.location.empty())
    return invalid("Invalid artifacts: location is required when type is S3");
  return out;
}

Result<std::vector<VariableRecord>> to_records(const std::vector<EnvironmentVariable>& variables) {
  std::vector<VariableRecord> out;
  std::set<std::string> names;
  for (const EnvironmentVariable& variable : variables) {
    if (!is_identifier(variable.name)) {
      return invalid("Invalid environment variable name " + variable.name +
                     ": letters, digits and underscores, no digit first");
    }
    if (!names.insert(variable.name).second) return invalid("Duplicate environment variable: " + variable.name);
    out.push_back({variable.name, variable.value, variable.type.value_or("PLAINTEXT")});
  }
  if (out.size() > kVariablesLimit)
    return invalid("More than " + std::to_string(kVariablesLimit) + " environment variables");
  return out;
}

Result<EnvironmentRecord> to_record(const ProjectEnvironment& environment) {
  EnvironmentRecord out;
  out.type = environment.type;
  out.image = environment.image;
  out.compute_type = environment.compute_type;
  out.image_pull_credentials_type = environment.image_pull_credentials_type.value_or("CODEBUILD");
  if (environment.environment_variables) out.variables = TRY(to_records(*environment.environment_variables));
  return out;
}

LogsRecord to_record(const LogsConfig& logs) {
  LogsRecord out;
  if (logs.cloud_watch_logs) {
    out.is_enabled = logs.cloud_watch_logs->status == "ENABLED";
    out.group_name = logs.cloud_watch_logs->group_name.value_or("");
    out.stream_name = logs.cloud_watch_logs->stream_name.value_or("");
  }
  return out;
}

Result<aws::Tags> to_tags(const std::vector<Tag>& tags) {
  aws::Tags out;
  if (auto fault = aws::add_tags(out, aws::tag_list(tags))) return invalid(fault->message);
  return out;
}

::stellwerk::Error foreign_token(const std::string& token) {
  return errors::InvalidInputException("Invalid nextToken: " + token);
}

Result<void> check_timeouts(const std::optional<std::int64_t>& timeout, const std::optional<std::int64_t>& queued) {
  if (timeout && (*timeout < kShortestTimeoutMinutes || *timeout > kLongestTimeoutMinutes)) {
    return invalid("Invalid timeout: timeoutInMinutes must be between 5 and 2160");
  }
  if (queued && (*queued < kShortestTimeoutMinutes || *queued > kLongestQueuedMinutes)) {
    return invalid("Invalid timeout: queuedTimeoutInMinutes must be between 5 and 480");
  }
  return {};
}

Result<void> check_settings(const Settings& settings) {
  const SourceRecord& source = settings.source;
  if (source.type == "NO_SOURCE" && !is_inline_buildspec(source.buildspec)) {
    return invalid("Invalid buildspec: with source type NO_SOURCE the project needs a buildspec inline, in YAML");
  }
  bool pipeline = source.type == "CODEPIPELINE";
  if (pipeline != (settings.artifacts.type == "CODEPIPELINE") &&
      !(pipeline && settings.artifacts.type == "NO_ARTIFACTS")) {
    return invalid("Invalid artifacts: source and artifacts must both be of type CODEPIPELINE, or neither");
  }
  std::set<std::string> seen;
  for (const SourceRecord& secondary : settings.secondary_sources) {
    if (secondary.identifier.empty()) return invalid("Invalid secondary source: sourceIdentifier is required");
    if (!seen.insert(secondary.identifier).second)
      return invalid("Duplicate sourceIdentifier: " + secondary.identifier);
  }
  seen.clear();
  for (const ArtifactsRecord& secondary : settings.secondary_artifacts) {
    if (secondary.identifier.empty()) return invalid("Invalid secondary artifacts: artifactIdentifier is required");
    if (!seen.insert(secondary.identifier).second)
      return invalid("Duplicate artifactIdentifier: " + secondary.identifier);
  }
  return {};
}

PhaseRecord* find_phase(BuildRecord& build, std::string_view type) {
  for (PhaseRecord& phase : build.phases) {
    if (phase.type == type) return &phase;
  }
  return nullptr;
}

}  // namespace stellwerk::codebuild
