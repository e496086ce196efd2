#include "services/codebuild/build_overrides.h"
#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

Result<RetryBuildResponse> retry_build(CodeBuild& codebuild, ports::Call& call, const RetryBuildRequest& request) {
  if (!request.id) return errors::InvalidInputException("id is required");
  BuildRecord old = TRY(codebuild.find_build(call, *request.id));
  ProjectRecord project = TRY(codebuild.find_project(call, old.project));
  if (!old.is_complete()) return errors::InvalidInputException("The build is still in progress: " + old.id);
  if (old.settings.source.type == "CODEPIPELINE") {
    return errors::InvalidInputException("Builds of a pipeline are retried by the pipeline: use RetryStageExecution");
  }
  std::string digest = "retry " + old.id;
  if (auto repeated = TRY(codebuild.find_repeated(call, project.name, request.idempotency_token, digest))) {
    return RetryBuildResponse{to_api(*repeated, call.scope())};
  }
  BuildRecord build = codebuild.begin_build(call, project, old.settings, initiator_of(call.caller));
  codebuild.remember(call, project.name, request.idempotency_token, digest, build.id);
  return RetryBuildResponse{to_api(build, call.scope())};
}

}  // namespace stellwerk::codebuild
