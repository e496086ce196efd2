#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

Result<UpdateProjectVisibilityResponse> update_project_visibility(CodeBuild& codebuild, ports::Call& call,
                                                                  const UpdateProjectVisibilityRequest& request) {
  ProjectRecord project = TRY(codebuild.find_project(call, request.project_arn));
  UpdateProjectVisibilityResponse response;
  response.project_arn = project_arn(call.scope(), project.name);
  response.project_visibility = "PRIVATE";
  return response;
}

}  // namespace stellwerk::codebuild
