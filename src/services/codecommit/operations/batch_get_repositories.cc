#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<BatchGetRepositoriesResponse> batch_get_repositories(CodeCommit& service, ports::Call& call,
                                                            const BatchGetRepositoriesRequest& request) {
  if (request.repository_names.empty()) {
    return errors::RepositoryNamesRequiredException("A list of repository names is required");
  }
  if (request.repository_names.size() > kBatchLimit) {
    return errors::MaximumRepositoryNamesExceededException("At most 100 repositories can be asked for at once");
  }
  BatchGetRepositoriesResponse response;
  response.repositories.emplace();
  response.repositories_not_found.emplace();
  for (const std::string& name : request.repository_names) {
    if (auto repository = service.find(call, name)) {
      response.repositories->push_back(metadata(call.scope(), *repository, service.with().site));
    } else {
      response.repositories_not_found->push_back(name);
    }
  }
  return response;
}

}  // namespace stellwerk::codecommit
