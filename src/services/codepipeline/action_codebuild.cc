#include <algorithm>
#include <array>

#include "api/codebuild.h"
#include "base/json.h"
#include "services/codepipeline/action_provider.h"
#include "services/codepipeline/variables.h"

// Source: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
namespace stellwerk::codepipeline {
namespace {

codebuild::ProjectArtifacts zip_at(const ArtifactLocation& location) {
  codebuild::ProjectArtifacts artifacts;
  artifacts.type = "CODEPIPELINE";
  artifacts.location = location.bucket;
  artifacts.path = location.key;
  return artifacts;
}

// [{"name":"A","value":"b","type":"PLAINTEXT"}, ...]
std::expected<std::vector<codebuild::EnvironmentVariable>, std::string> environment_of(const std::string& text) {
  std::vector<codebuild::EnvironmentVariable> out;
  auto parsed = parse_json(text);
  if (!parsed || parsed->array() == nullptr) {
    return std::unexpected("EnvironmentVariables is not a JSON array of objects with name, value and type");
  }
  for (const Json& entry : *parsed->array()) {
    codebuild::EnvironmentVariable variable;
    for (const auto& [name, value] : entry.object() ? *entry.object() : Json::Object{}) {
      if (value.string() == nullptr || (name != "name" && name != "value" && name != "type")) {
        return std::unexpected("an entry of EnvironmentVariables has " + name + ", wanted the texts name, value, type");
      }
    }
    variable.name = entry.string_at("name");
    variable.value = entry.string_at("value");
    if (variable.name.empty() || entry.find("value") == nullptr) {
      return std::unexpected("an entry of EnvironmentVariables has no name or no value");
    }
    if (entry.find("type")) variable.type = std::string(entry.string_at("type"));
    constexpr std::array<std::string_view, 3> kTypes{"PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"};
    if (variable.type && std::ranges::find(kTypes, *variable.type) == kTypes.end()) {
      return std::unexpected("the type " + *variable.type + " of " + variable.name +
                             " in EnvironmentVariables is none");
    }
    auto is_same = [&](const codebuild::EnvironmentVariable& other) { return other.name == variable.name; };
    if (std::ranges::any_of(out, is_same)) {
      return std::unexpected("EnvironmentVariables has " + variable.name + " twice");
    }
    out.push_back(std::move(variable));
  }
  return out;
}

std::optional<std::string> fault_of_build(const Configuration& configuration) {
  auto text = configuration.find(std::string(kEnvironmentVariables));
  if (text == configuration.end()) return std::nullopt;
  auto environment = environment_of(text->second);
  return environment ? std::nullopt : std::optional(environment.error());
}

void add_inputs(const ActionJob& job, codebuild::StartBuildRequest& start) {
  std::string primary = setting(job, "PrimarySource");
  if (primary.empty()) primary = job.run.inputs.at(0).name;
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

/// Starts a build, as the action's role, and waits for its end. Artifacts lie in the pipeline's bucket, as zips, and
/// the build reads and writes them as its own service role; StartBuildRequest says where:
///   source_location_override      "bucket/key" of the first input; source_version the revision in it, for show
///   secondary_sources_override    further inputs, source_identifier the artifact's name ($CODEBUILD_SRC_DIR_<name>)
///   artifacts_override            the only output: location its bucket, path its key
///   secondary_artifacts_override  two or more, artifact_identifier the artifact's name as in the buildspec's
///                                 secondary-artifacts
class CodeBuildAction final : public ActionProvider {
 public:
  explicit CodeBuildAction(const ActionSurroundings& with) : with_(with) {}
  const ActionType& type() const override { return kCodeBuildAction; }
  Result<Begun> begin(const ActionJob& job) override;
  Result<std::optional<ActionOutcome>> look(const ActionJob& job) override;
  Result<void> abandon(const ActionJob& job) override;

 private:
  const ActionSurroundings with_;
};

Result<Begun> CodeBuildAction::begin(const ActionJob& job) {
  ports::Session session = TRY(with_.session(job.definition, job.scope));
  codebuild::StartBuildRequest start;
  start.project_name = setting(job, "ProjectName");
  start.idempotency_token = job.run.id;
  add_inputs(job, start);
  add_outputs(job, start);
  if (std::string text = setting(job, std::string(kEnvironmentVariables)); !text.empty()) {
    auto environment = environment_of(text);
    if (!environment) return Begun{misconfigured(environment.error())};
    start.environment_variables_override = std::move(*environment);
  }
  if (!job.execution.revisions.empty()) start.source_version = job.execution.revisions.front().revision_id;
  const ArtifactStore* artifacts = find_artifact_store(job.definition, session.region);
  if (artifacts != nullptr && artifacts->encryption_key) start.encryption_key_override = artifacts->encryption_key->id;
  auto answer = TRY(with_.client.call(session, start));
  return Begun{std::nullopt, Work{answer.build->id.value_or(""), answer.build->arn.value_or("")}};
}

Result<std::optional<ActionOutcome>> CodeBuildAction::look(const ActionJob& job) {
  const std::string& build_id = job.run.external_id;
  ports::Session session = TRY(with_.session(job.definition, job.scope));
  codebuild::BatchGetBuildsRequest get;
  get.ids = {build_id};
  auto answer = TRY(with_.client.call(session, get));
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

Result<void> CodeBuildAction::abandon(const ActionJob& job) {
  ports::Session session = TRY(with_.session(job.definition, job.scope));
  TRY(with_.client.call(session, codebuild::StopBuildRequest{.id = job.run.external_id}));
  return {};
}

}  // namespace

const ActionType kCodeBuildAction{.categories = {"Build", "Test"},
                                  .provider = "CodeBuild",
                                  .fewest_inputs = 1,
                                  .most_inputs = 5,
                                  .most_outputs = 5,
                                  .required_configuration = {"ProjectName"},
                                  .optional_configuration = {"PrimarySource", kEnvironmentVariables},
                                  .variables = std::nullopt,
                                  .fault_of = fault_of_build};

std::unique_ptr<ActionProvider> make_codebuild_action(const ActionSurroundings& with) {
  return std::make_unique<CodeBuildAction>(with);
}

}  // namespace stellwerk::codepipeline
