#include "services/codepipeline/action_provider.h"

#include <algorithm>

#include "base/assert.h"

namespace stellwerk::codepipeline {

std::string setting(const ActionJob& job, const std::string& name) {
  auto found = job.run.resolved_configuration.find(name);
  return found == job.run.resolved_configuration.end() ? "" : found->second;
}

ActionOutcome misconfigured(std::string message) { return {false, message, "ConfigurationError", message}; }

std::optional<ActionOutcome> outcome_of(const ::stellwerk::Error& error) {
  constexpr int kFirstServerFault = 500;
  if (error.http_status >= kFirstServerFault) return std::nullopt;
  bool is_permission = error.code.starts_with("AccessDenied");
  return ActionOutcome{false, error.message, is_permission ? "PermissionError" : "ConfigurationError",
                       error.code + ": " + error.message};
}

Result<ports::Session> ActionSurroundings::session(const PipelineDeclaration& definition,
                                                   const store::Scope& scope) const {
  // The session's name is seen as the caller by whatever the pipeline starts.
  return roles.enter({"codepipeline.amazonaws.com", scope, pipeline_arn(scope, definition.name), definition.name},
                     definition.role_arn);
}

Result<std::optional<ActionOutcome>> ActionProvider::look(const ActionJob&) { return std::optional<ActionOutcome>(); }

Result<void> ActionProvider::abandon(const ActionJob&) { return {}; }

Result<std::string> ActionProvider::newest_revision(const PipelineDeclaration&, const ActionDeclaration&,
                                                    const store::Scope&) {
  return ::stellwerk::Error{"InvalidActionConfiguration", "Actions of this type cannot be polled.", 400};
}

ActionProviders::ActionProviders(const ActionSurroundings& with) {
  all_.push_back(make_codecommit_source(with));
  all_.push_back(make_codebuild_action(with));
  all_.push_back(make_s3_deployment(with));
  all_.push_back(make_manual_approval());
}

ActionProvider& ActionProviders::of(const ActionTypeId& id) const {
  const ActionType* type = find_action_type(id);
  auto found = std::ranges::find_if(all_, [&](const auto& provider) { return &provider->type() == type; });
  STELLWERK_ASSERT(found != all_.end());
  return **found;
}

}  // namespace stellwerk::codepipeline
