#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<GetBranchResponse> get_branch(CodeCommit& service, ports::Call& call, const GetBranchRequest& request) {
  if (!request.repository_name) return errors::RepositoryNameRequiredException("A repository name is required");
  if (!request.branch_name) return errors::BranchNameRequiredException("A branch name is required");
  TRY(check_branch_name(*request.branch_name));
  RepositoryRecord repository = TRY(service.find(call, *request.repository_name));
  return GetBranchResponse{BranchInfo{request.branch_name, TRY(service.tip(call, repository, *request.branch_name))}};
}

}  // namespace stellwerk::codecommit
