#include "api/codebuild.h"
#include "base/json.h"
#include "services/codepipeline/actions.h"

// Source: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
namespace stellwerk::codepipeline {
namespace {

ActionOutcome misconfigured(const std::string& message) { return {false, message, "ConfigurationError", message}; }

codebuild::ProjectArtifacts zip_at(const ArtifactLocation& location) {
  codebuild::ProjectArtifacts artifacts;
  artifacts.type = "CODEPIPELINE";
  artifacts.location = location.bucket;
  artifacts.path = location.key;
  return artifacts;
}

// [{"name":"A","value":"b","type":"PLAINTEXT"}, ...]
std::expected<std::vector<codebuild::EnvironmentVariable>, ActionOutcome> environment_of(const ActionJob& job) {
  std::vector<codebuild::EnvironmentVariable> out;
  auto text = job.run.resolved_configuration.find("EnvironmentVariables");
  if (text == job.run.resolved_configuration.end()) return out;
  auto parsed = parse_json(text->second);
  if (!parsed || parsed->array() == nullptr) {
    return std::unexpected(
        misconfigured("EnvironmentVariables is not a JSON array of objects with name, value and type."));
  }
  for (const Json& entry : *parsed->array()) {
    codebuild::EnvironmentVariable variable;
    variable.name = entry.string_at("name");
    variable.value = entry.string_at("value");
    if (!entry.string_at("type").empty()) variable.type = std::string(entry.string_at("type"));
    if (variable.name.empty()) {
      return std::unexpected(misconfigured("An entry of EnvironmentVariables has no name."));
    }
    out.push_back(std::move(variable));
  }
  return out;
}

void add_inputs(const ActionJob& job, codebuild::StartBuildRequest& start) {
  auto named = job.run.resolved_configuration.find("PrimarySource");
  std::string primary = named == job.run.resolved_configuration.end() ? job.run.inputs.at(0).name : named->second;
  for (const ArtifactLocation& input : job.run.inputs) {
    std::string location = input.bucket + "/" + input.key;
    if (input.name == primary) {
      start.source_type_override = "CODEPIPELINE";
      start.source_location_override = location;
      continue;
    }
    if (!start.secondary_sources_override) start.secondary_sources_override.emplace();
    codebuild::ProjectSource source;
    source.type = "CODEPIPELINE";
    source.location = location;
    source.source_identifier = input.name;
    start.secondary_sources_override->push_back(std::move(source));
  }
}

// A single output is the buildspec's artifacts; more are its secondary-artifacts, by name.
void add_outputs(const ActionJob& job, codebuild::StartBuildRequest& start) {
  start.artifacts_override.emplace();
  start.artifacts_override->type = "NO_ARTIFACTS";
  start.secondary_artifacts_override.emplace();
  if (job.run.outputs.size() == 1) {
    start.artifacts_override = zip_at(job.run.outputs[0]);
    return;
  }
  for (const ArtifactLocation& output : job.run.outputs) {
    codebuild::ProjectArtifacts artifacts = zip_at(output);
    artifacts.artifact_identifier = output.name;
    start.secondary_artifacts_override->push_back(std::move(artifacts));
  }
}

}  // namespace

Result<std::expected<std::string, ActionOutcome>> Actions::start_build(const ActionJob& job) {
  using Started = std::expected<std::string, ActionOutcome>;
  ports::Session session = TRY(this->session(job.definition, scope_of(job)));
  codebuild::StartBuildRequest start;
  start.project_name = job.run.resolved_configuration.at("ProjectName");
  start.idempotency_token = job.run.id;
  add_inputs(job, start);
  add_outputs(job, start);
  auto environment = environment_of(job);
  if (!environment) return Started(std::unexpected(environment.error()));
  if (!environment->empty()) start.environment_variables_override = std::move(*environment);
  if (!job.execution.revisions.empty()) start.source_version = job.execution.revisions.front().revision_id;
  const ArtifactStore* artifacts = find_artifact_store(job.definition, session.region);
  if (artifacts != nullptr && artifacts->encryption_key) start.encryption_key_override = artifacts->encryption_key->id;
  auto answer = TRY(client_.call(session, start));
  return Started(answer.build->id.value_or(""));
}

Result<std::optional<ActionOutcome>> Actions::build_outcome(const ActionJob& job, const std::string& build_id) {
  ports::Session session = TRY(this->session(job.definition, scope_of(job)));
  codebuild::BatchGetBuildsRequest get;
  get.ids = {build_id};
  auto answer = TRY(client_.call(session, get));
  if (!answer.builds || answer.builds->empty()) {
    return std::optional(
        ActionOutcome{false, "The build is gone.", "JobFailed", "The build " + build_id + " was deleted."});
  }
  const codebuild::Build& build = answer.builds->front();
  if (!build.build_complete.value_or(false)) return std::optional<ActionOutcome>();
  ActionOutcome outcome;
  outcome.external_id = build_id;
  outcome.succeeded = build.build_status.value_or("") == "SUCCEEDED";
  if (build.logs) outcome.external_url = build.logs->deep_link.value_or("");
  if (build.logs) outcome.log_stream_arn = build.logs->cloud_watch_logs_arn.value_or("");
  for (const auto& variable :
       build.exported_environment_variables.value_or(std::vector<codebuild::ExportedEnvironmentVariable>{})) {
    outcome.output_variables[variable.name.value_or("")] = variable.value.value_or("");
  }
  if (!outcome.succeeded) {
    outcome.error_code = "JobFailed";
    outcome.error_message = "Build terminated with state: " + build.build_status.value_or("");
    for (const auto& phase : build.phases.value_or(std::vector<codebuild::BuildPhase>{})) {
      bool has_reason = phase.phase_status.value_or("") != "SUCCEEDED" && phase.contexts && !phase.contexts->empty();
      if (has_reason)
        outcome.error_message +=
            ". Phase: " + phase.phase_type.value_or("") + ", Message: " + phase.contexts->front().message.value_or("");
    }
    outcome.summary = outcome.error_message;
  }
  return std::optional(std::move(outcome));
}

}  // namespace stellwerk::codepipeline
