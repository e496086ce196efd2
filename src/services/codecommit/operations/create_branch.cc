#include "services/codecommit/operations.h"
#include "services/codecommit/reference_updates.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<CreateBranchResponse> create_branch(CodeCommit& service, ports::Call& call, const CreateBranchRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  TRY(check_branch_name(request.branch_name));
  if (service.tip(call, repository, request.branch_name)) {
    return errors::BranchNameExistsException("Branch " + request.branch_name + " already exists");
  }
  std::string name = branch_reference(request.branch_name);
  auto references = references_of(call.transaction, call.scope(), repository.id);
  if (auto other = git::conflicting_reference(references, name)) {
    return errors::InvalidBranchNameException(request.branch_name + " cannot lie beside " + *other +
                                              ": one would be a folder of the other");
  }
  if (request.commit_id.empty()) return errors::CommitIdRequiredException("A commit ID is required");
  if (!git::is_object_id(request.commit_id)) {
    return errors::InvalidCommitIdException("Not a commit id: " + request.commit_id);
  }
  git::ObjectReader reader = TRY(service.open(call, repository));
  if (reader.kind(request.commit_id) != git::ObjectKind::commit) {
    return errors::CommitDoesNotExistException("Commit " + request.commit_id + " does not exist");
  }
  Actor actor{call.caller.arn, call.now};
  TRY(ReferenceUpdates(call.transaction, call.scope(), repository, actor, service.with().events)
          .apply({name, std::string(git::kZeroId), request.commit_id}));
  return CreateBranchResponse{};
}

}  // namespace stellwerk::codecommit
