#include <algorithm>

#include "services/codebuild/operations.h"
#include "services/codebuild/page.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

Result<ListProjectsResponse> list_projects(CodeBuild&, ports::Call& call, const ListProjectsRequest& request) {
  std::vector<ProjectRecord> all = kProjects.all(call.transaction, call.scope());
  std::string by = request.sort_by.value_or("NAME");
  if (by == "CREATED_TIME") std::ranges::stable_sort(all, {}, &ProjectRecord::created);
  if (by == "LAST_MODIFIED_TIME") std::ranges::stable_sort(all, {}, &ProjectRecord::last_modified);
  if (request.sort_order.value_or("ASCENDING") == "DESCENDING") std::ranges::reverse(all);
  std::vector<std::string> names;
  for (const ProjectRecord& project : all) names.push_back(project.name);
  ListProjectsResponse response;
  auto page = TRY(page_of(names, request.next_token));
  response.projects = std::move(page.items);
  response.next_token = std::move(page.next_token);
  return response;
}

}  // namespace stellwerk::codebuild
