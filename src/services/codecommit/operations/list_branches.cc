#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<ListBranchesResponse> list_branches(CodeCommit& service, ports::Call& call, const ListBranchesRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  std::vector<std::string> branches;
  constexpr std::string_view kPrefix = "refs/heads/";
  for (const auto& [name, id] : references_of(call.transaction, call.scope(), repository.id)) {
    if (name.starts_with(kPrefix)) branches.push_back(name.substr(kPrefix.size()));
  }
  Page page = TRY(page_of(branches.size(), std::nullopt, request.next_token));
  ListBranchesResponse response;
  response.branches.emplace(branches.begin() + static_cast<std::ptrdiff_t>(page.begin),
                            branches.begin() + static_cast<std::ptrdiff_t>(page.end));
  response.next_token = page.next;
  return response;
}

}  // namespace stellwerk::codecommit
