#include "aws/page.h"
#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

// https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuildsForProject.html
Result<ListBuildsForProjectResponse> list_builds_for_project(CodeBuild& codebuild, ports::Call& call,
                                                             const ListBuildsForProjectRequest& request) {
  ProjectRecord project = TRY(codebuild.find_project(call, request.project_name));
  auto order = request.sort_order == "ASCENDING" ? aws::Order::ascending : aws::Order::descending;
  auto page =
      aws::page(kProjectBuilds, call.transaction, call.scope(), {project.name}, request.next_token, kPageSize, order);
  if (!page) return foreign_token(*request.next_token);
  ListBuildsForProjectResponse response;
  response.ids.emplace();
  for (BuildIndexRecord& entry : page->items) response.ids->push_back(std::move(entry.build_id));
  response.next_token = std::move(page->next);
  return response;
}

}  // namespace stellwerk::codebuild
