#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

Result<DeleteProjectResponse> delete_project(CodeBuild&, ports::Call& call, const DeleteProjectRequest& request) {
  // A project that is not there is no error. Its builds stay, as their records do on AWS.
  kProjects.erase(call.transaction, call.scope(), {name_from_arn(request.name)});
  return DeleteProjectResponse{};
}

}  // namespace stellwerk::codebuild
