#include "aws/page.h"
#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<ListBranchesResponse> list_branches(CodeCommit& service, ports::Call& call, const ListBranchesRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  std::vector<std::string> branches;
  for (const auto& [name, id] : references_of(call.transaction, call.scope(), repository.id)) {
    if (name.starts_with(git::kBranchPrefix)) branches.push_back(name.substr(git::kBranchPrefix.size()));
  }
  auto page = aws::page_of(kReferences.name(), std::move(branches), request.next_token, kDefaultPageSize,
                           [](const std::string& name) { return name; });
  if (!page) return foreign_token();
  return ListBranchesResponse{.branches = std::move(page->items), .next_token = std::move(page->next)};
}

}  // namespace stellwerk::codecommit
