#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

Result<BatchGetBuildsResponse> batch_get_builds(CodeBuild&, ports::Call& call, const BatchGetBuildsRequest& request) {
  BatchGetBuildsResponse response;
  response.builds.emplace();
  response.builds_not_found.emplace();
  for (const std::string& id : request.ids) {
    if (auto build = kBuilds.get(call.transaction, call.scope(), {name_from_arn(id)})) {
      response.builds->push_back(to_api(*build, call.scope()));
    } else {
      response.builds_not_found->push_back(id);
    }
  }
  return response;
}

}  // namespace stellwerk::codebuild
