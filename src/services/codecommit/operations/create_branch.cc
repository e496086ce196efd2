#include "services/codecommit/operations.h"
#include "services/codecommit/reference_updates.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<CreateBranchResponse> create_branch(CodeCommit& service, ports::Call& call, const CreateBranchRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  std::string name = branch_reference(request.branch_name);
  if (!git::is_good_reference(name))
    return errors::InvalidBranchNameException("Not a branch name: " + request.branch_name);
  if (service.tip(call, repository, request.branch_name)) {
    return errors::BranchNameExistsException("Branch " + request.branch_name + " already exists");
  }
  if (!git::is_object_id(request.commit_id))
    return errors::InvalidCommitIdException("Not a commit id: " + request.commit_id);
  git::ObjectReader reader = TRY(service.open(call, repository));
  if (!reader.commit(request.commit_id)) {
    return errors::CommitDoesNotExistException("Commit " + request.commit_id + " does not exist");
  }
  TRY(apply(call.transaction, call.scope(), repository, {name, std::string(git::kZeroId), request.commit_id},
            {call.caller.arn, call.now}, service.with().events));
  return CreateBranchResponse{};
}

}  // namespace stellwerk::codecommit
