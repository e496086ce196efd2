#include "services/codecommit/operations.h"
#include "services/codecommit/reference_updates.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

// Deleting what is not there succeeds, as at AWS.
Result<DeleteBranchResponse> delete_branch(CodeCommit& service, ports::Call& call, const DeleteBranchRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  if (request.branch_name == repository.default_branch) {
    return errors::DefaultBranchCannotBeDeletedException("Branch " + request.branch_name +
                                                         " is the default branch; change that first");
  }
  auto tip = service.tip(call, repository, request.branch_name);
  if (!tip) return DeleteBranchResponse{};
  TRY(apply(call.transaction, call.scope(), repository,
            {branch_reference(request.branch_name), *tip, std::string(git::kZeroId)}, {call.caller.arn, call.now},
            service.with().events));
  return DeleteBranchResponse{BranchInfo{request.branch_name, *tip}};
}

}  // namespace stellwerk::codecommit
