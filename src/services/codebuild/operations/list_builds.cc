#include "services/codebuild/operations.h"
#include "services/codebuild/page.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

Result<ListBuildsResponse> list_builds(CodeBuild&, ports::Call& call, const ListBuildsRequest& request) {
  std::vector<std::string> ids;
  bool newest_first = request.sort_order.value_or("DESCENDING") == "DESCENDING";
  kBuildOrder.scan(
      call.transaction, call.scope(), {},
      [&](const auto&, BuildIndexRecord entry) {
        ids.push_back(std::move(entry.build_id));
        return true;
      },
      {}, newest_first);
  auto page = TRY(page_of(ids, request.next_token));
  ListBuildsResponse response;
  response.ids = std::move(page.items);
  response.next_token = std::move(page.next_token);
  return response;
}

}  // namespace stellwerk::codebuild
