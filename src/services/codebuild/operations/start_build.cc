#include "services/codebuild/build_overrides.h"
#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

Result<StartBuildResponse> start_build(CodeBuild& codebuild, ports::Call& call, const StartBuildRequest& request) {
  ProjectRecord project = TRY(codebuild.find_project(call, request.project_name));
  Settings settings = TRY(settings_of_build(project, request));
  std::string digest = digest_of(settings);
  if (auto repeated = TRY(codebuild.find_repeated(call, project.name, request.idempotency_token, digest))) {
    return StartBuildResponse{to_api(*repeated, call.scope())};
  }
  if (request.service_role_override) TRY(codebuild.check_role(call.scope(), project.name, settings.service_role));
  std::string initiator = initiator_of(call.caller);
  if (settings.source.type == "CODEPIPELINE") initiator = "codepipeline/" + call.caller.session_name;
  BuildRecord build = codebuild.begin_build(call, project, std::move(settings), std::move(initiator));
  codebuild.remember(call, project.name, request.idempotency_token, digest, build.id);
  return StartBuildResponse{to_api(build, call.scope())};
}

}  // namespace stellwerk::codebuild
