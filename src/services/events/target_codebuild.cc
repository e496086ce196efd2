#include "api/codebuild.h"
#include "services/events/target_kind.h"
#include "services/events/transform.h"

namespace stellwerk::events {
namespace {

constexpr std::string_view kProject = "project/";

// A build's overrides as far as a target's input may set them.
Result<codebuild::StartBuildRequest> build_request(const std::string& project, const std::string& input) {
  codebuild::StartBuildRequest request;
  request.project_name = project;
  Json overrides = TRY(parse_json(input));
  for (const auto& [name, value] : overrides.object() ? *overrides.object() : Json::Object{}) {
    if (name == "sourceVersion" && value.string()) {
      request.source_version = *value.string();
    } else if (name == "buildspecOverride" && value.string()) {
      request.buildspec_override = *value.string();
    } else if (name == "environmentVariablesOverride" && value.array()) {
      request.environment_variables_override.emplace();
      for (const Json& entry : *value.array()) {
        codebuild::EnvironmentVariable variable;
        variable.name = entry.string_at("name");
        variable.value = entry.string_at("value");
        if (entry.find("type")) variable.type = std::string(entry.string_at("type"));
        request.environment_variables_override->push_back(std::move(variable));
      }
    } else {
      return ::stellwerk::Error{"ValidationException", "The target's input sets " + name + ", which is not known here.",
                                400};
    }
  }
  return request;
}

class BuildTarget final : public TargetKind {
 public:
  std::string_view name() const override { return "CodeBuild projects"; }
  bool takes(const Arn& arn) const override { return arn.service == "codebuild" && arn.resource.starts_with(kProject); }
  bool takes_input() const override { return true; }
  Result<void> deliver(ports::Client& client, const ports::Session& session, const Arn& arn, const Delivery& delivery,
                       const Json& event) const override {
    bool has_input = delivery.target.input || delivery.target.input_path || delivery.target.input_template;
    std::string input = has_input ? target_input(delivery.target, event) : "{}";
    auto start = TRY(build_request(arn.resource.substr(kProject.size()), input));
    start.idempotency_token = std::string(event.string_at("id"));
    TRY(client.call(session, start));
    return {};
  }
};

const BuildTarget kBuilds;

}  // namespace

const TargetKind& kBuildTarget = kBuilds;

}  // namespace stellwerk::events
