#include "services/codebuild/operations.h"
#include "services/codebuild/project_changes.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

Result<UpdateProjectResponse> update_project(CodeBuild& codebuild, ports::Call& call,
                                             const UpdateProjectRequest& request) {
  ProjectRecord project = TRY(codebuild.find_project(call, request.name));
  TRY(apply_changes(project, call, request));
  if (request.service_role) TRY(codebuild.check_role(call.scope(), project.name, project.settings.service_role));
  kProjects.put(call.transaction, call.scope(), {project.name}, project);
  return UpdateProjectResponse{to_api(project, call.scope())};
}

}  // namespace stellwerk::codebuild
