#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<UpdateDefaultBranchResponse> update_default_branch(CodeCommit& service, ports::Call& call,
                                                          const UpdateDefaultBranchRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  TRY(check_branch_name(request.default_branch_name));
  TRY(service.tip(call, repository, request.default_branch_name));
  repository.default_branch = branch_reference(request.default_branch_name).substr(git::kBranchPrefix.size());
  repository.modified = call.now;
  kRepositories.put(call.transaction, call.scope(), {repository.name}, repository);
  return UpdateDefaultBranchResponse{};
}

}  // namespace stellwerk::codecommit
