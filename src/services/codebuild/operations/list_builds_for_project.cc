#include "services/codebuild/operations.h"
#include "services/codebuild/page.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

Result<ListBuildsForProjectResponse> list_builds_for_project(CodeBuild& codebuild, ports::Call& call,
                                                             const ListBuildsForProjectRequest& request) {
  ProjectRecord project = TRY(codebuild.find_project(call, request.project_name));
  std::vector<std::string> ids;
  bool newest_first = request.sort_order.value_or("DESCENDING") == "DESCENDING";
  kProjectBuilds.scan(
      call.transaction, call.scope(), {project.name},
      [&](const auto&, BuildIndexRecord entry) {
        ids.push_back(std::move(entry.build_id));
        return true;
      },
      {}, newest_first);
  auto page = TRY(page_of(ids, request.next_token));
  ListBuildsForProjectResponse response;
  response.ids = std::move(page.items);
  response.next_token = std::move(page.next_token);
  return response;
}

}  // namespace stellwerk::codebuild
