#include "aws/page.h"
#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

// https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuilds.html
Result<ListBuildsResponse> list_builds(CodeBuild&, ports::Call& call, const ListBuildsRequest& request) {
  auto order = request.sort_order == "ASCENDING" ? aws::Order::ascending : aws::Order::descending;
  auto page = aws::page(kBuildOrder, call.transaction, call.scope(), {}, request.next_token, kPageSize, order);
  if (!page) return foreign_token(*request.next_token);
  ListBuildsResponse response;
  response.ids.emplace();
  for (BuildIndexRecord& entry : page->items) response.ids->push_back(std::move(entry.build_id));
  response.next_token = std::move(page->next);
  return response;
}

}  // namespace stellwerk::codebuild
