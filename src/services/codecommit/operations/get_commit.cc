#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<GetCommitResponse> get_commit(CodeCommit& service, ports::Call& call, const GetCommitRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  if (request.commit_id.empty()) return errors::CommitIdRequiredException("A commit ID is required");
  if (!git::is_object_id(request.commit_id))
    return errors::InvalidCommitIdException("Not a commit id: " + request.commit_id);
  git::ObjectReader reader = TRY(service.open(call, repository));
  auto commit = reader.commit(request.commit_id);
  if (!commit) return errors::CommitIdDoesNotExistException("Commit " + request.commit_id + " does not exist");
  return GetCommitResponse{view_of(*commit)};
}

}  // namespace stellwerk::codecommit
