#include "services/codebuild/operations.h"
#include "services/codebuild/project_changes.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

Result<CreateProjectResponse> create_project(CodeBuild& codebuild, ports::Call& call,
                                             const CreateProjectRequest& request) {
  if (kProjects.get(call.transaction, call.scope(), {request.name})) {
    return errors::ResourceAlreadyExistsException("Project already exists: " + project_arn(call.scope(), request.name));
  }
  ProjectRecord project;
  project.name = request.name;
  project.created = call.now;
  project.settings.encryption_key = "arn:aws:kms:" + call.region + ":" + call.account + ":alias/aws/s3";
  TRY(apply_changes(project, call, request));
  TRY(codebuild.check_role(call.scope(), project.name, project.settings.service_role));
  kProjects.put(call.transaction, call.scope(), {project.name}, project);
  return CreateProjectResponse{to_api(project, call.scope())};
}

}  // namespace stellwerk::codebuild
