#include "aws/page.h"
#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {
namespace {

std::optional<aws::Page<RepositoryRecord>> by_date(ports::Call& call, const ListRepositoriesRequest& request,
                                                   bool is_descending) {
  auto key = [&](const RepositoryRecord& repository) {
    auto time = static_cast<std::uint64_t>(repository.modified.milliseconds);
    return store::ordered(is_descending ? ~time : time) + repository.name;
  };
  return aws::page_of(is_descending ? "codecommit.newest" : "codecommit.oldest",
                      kRepositories.all(call.transaction, call.scope()), request.next_token, kDefaultPageSize, key);
}

}  // namespace

Result<ListRepositoriesResponse> list_repositories(CodeCommit&, ports::Call& call,
                                                   const ListRepositoriesRequest& request) {
  bool is_descending = request.order == "descending";
  auto page = request.sort_by == "lastModifiedDate"
                  ? by_date(call, request, is_descending)
                  : aws::page(kRepositories, call.transaction, call.scope(), {}, request.next_token, kDefaultPageSize,
                              is_descending ? aws::Order::descending : aws::Order::ascending);
  if (!page) return foreign_token();
  ListRepositoriesResponse response{.next_token = page->next};
  response.repositories.emplace();
  for (const RepositoryRecord& repository : page->items) {
    response.repositories->push_back({repository.name, repository.id});
  }
  return response;
}

}  // namespace stellwerk::codecommit
