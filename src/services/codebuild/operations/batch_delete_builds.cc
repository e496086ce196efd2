#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

Result<BatchDeleteBuildsResponse> batch_delete_builds(CodeBuild& codebuild, ports::Call& call,
                                                      const BatchDeleteBuildsRequest& request) {
  BatchDeleteBuildsResponse response;
  response.builds_deleted.emplace();
  response.builds_not_deleted.emplace();
  for (const std::string& id : request.ids) {
    auto build = kBuilds.get(call.transaction, call.scope(), {name_from_arn(id)});
    if (!build) {
      response.builds_not_deleted->push_back({id, "BUILD_NOT_FOUND"});
    } else if (!build->is_complete()) {
      response.builds_not_deleted->push_back({id, "BUILD_IN_PROGRESS"});
    } else {
      codebuild.erase_build(call.transaction, call.scope(), *build);
      response.builds_deleted->push_back(build_arn(call.scope(), build->id));
    }
  }
  return response;
}

}  // namespace stellwerk::codebuild
