#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

Result<BatchGetProjectsResponse> batch_get_projects(CodeBuild&, ports::Call& call,
                                                    const BatchGetProjectsRequest& request) {
  BatchGetProjectsResponse response;
  response.projects.emplace();
  response.projects_not_found.emplace();
  for (const std::string& name : request.names) {
    if (auto project = kProjects.get(call.transaction, call.scope(), {name_from_arn(name)})) {
      response.projects->push_back(to_api(*project, call.scope()));
    } else {
      response.projects_not_found->push_back(name);
    }
  }
  return response;
}

}  // namespace stellwerk::codebuild
