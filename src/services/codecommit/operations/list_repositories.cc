#include <algorithm>

#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<ListRepositoriesResponse> list_repositories(CodeCommit&, ports::Call& call,
                                                   const ListRepositoriesRequest& request) {
  auto repositories = kRepositories.all(call.transaction, call.scope());
  if (request.sort_by == "lastModifiedDate") std::ranges::stable_sort(repositories, {}, &RepositoryRecord::modified);
  if (request.order == "descending") std::ranges::reverse(repositories);
  Page page = TRY(page_of(repositories.size(), std::nullopt, request.next_token));
  ListRepositoriesResponse response;
  response.repositories.emplace();
  for (std::size_t i = page.begin; i < page.end; ++i) {
    response.repositories->push_back({repositories[i].name, repositories[i].id});
  }
  response.next_token = page.next;
  return response;
}

}  // namespace stellwerk::codecommit
