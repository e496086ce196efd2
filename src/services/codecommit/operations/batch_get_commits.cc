#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<BatchGetCommitsResponse> batch_get_commits(CodeCommit& service, ports::Call& call,
                                                  const BatchGetCommitsRequest& request) {
  if (request.commit_ids.empty()) return errors::CommitIdsListRequiredException("A list of commit IDs is required");
  if (request.commit_ids.size() > kBatchLimit) {
    return errors::CommitIdsLimitExceededException("At most 100 commits can be asked for at once");
  }
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  git::ObjectReader reader = TRY(service.open(call, repository));
  BatchGetCommitsResponse response;
  response.commits.emplace();
  response.errors.emplace();
  for (const std::string& id : request.commit_ids) {
    if (auto commit = reader.commit(id)) {
      response.commits->push_back(view_of(*commit));
    } else {
      response.errors->push_back({id, "CommitDoesNotExistException", "Commit " + id + " does not exist"});
    }
  }
  return response;
}

}  // namespace stellwerk::codecommit
