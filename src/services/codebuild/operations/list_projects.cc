#include <algorithm>

#include "aws/page.h"
#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {
namespace {

// By time, the name tells apart what was made at the same moment.
std::vector<std::string> key_by(const std::string& sort_by, const ProjectRecord& project) {
  if (sort_by == "NAME") return {project.name};
  Timestamp time = sort_by == "CREATED_TIME" ? project.created : project.last_modified;
  return {store::ordered(static_cast<std::uint64_t>(time.milliseconds)), project.name};
}

}  // namespace

// https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListProjects.html
Result<ListProjectsResponse> list_projects(CodeBuild&, ports::Call& call, const ListProjectsRequest& request) {
  const std::string by = request.sort_by.value_or("NAME");
  auto order = request.sort_order == "DESCENDING" ? aws::Order::descending : aws::Order::ascending;
  auto page = aws::page_of(
      "codebuild.project by " + by, kProjects.all(call.transaction, call.scope()), request.next_token, kPageSize,
      [&](const ProjectRecord& project) { return key_by(by, project); }, order);
  if (!page) return foreign_token(*request.next_token);
  ListProjectsResponse response;
  response.projects.emplace();
  for (ProjectRecord& project : page->items) response.projects->push_back(std::move(project.name));
  response.next_token = std::move(page->next);
  return response;
}

}  // namespace stellwerk::codebuild
