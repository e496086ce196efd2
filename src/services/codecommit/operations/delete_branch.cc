#include "services/codecommit/operations.h"
#include "services/codecommit/reference_updates.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

// Deleting what is not there succeeds, as at AWS.
Result<DeleteBranchResponse> delete_branch(CodeCommit& service, ports::Call& call, const DeleteBranchRequest& request) {
  TRY(check_branch_name(request.branch_name));
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  std::string name = branch_reference(request.branch_name);
  if (name == branch_reference(repository.default_branch)) {
    return errors::DefaultBranchCannotBeDeletedException("Branch " + request.branch_name +
                                                         " is the default branch; change that first");
  }
  auto tip = service.tip(call, repository, request.branch_name);
  if (!tip) return DeleteBranchResponse{};
  Actor actor{call.caller.arn, call.now};
  TRY(ReferenceUpdates(call.transaction, call.scope(), repository, actor, service.with().events)
          .apply({name, *tip, std::string(git::kZeroId)}));
  return DeleteBranchResponse{BranchInfo{request.branch_name, *tip}};
}

}  // namespace stellwerk::codecommit
