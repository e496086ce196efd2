#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<UpdateRepositoryDescriptionResponse> update_repository_description(
    CodeCommit& service, ports::Call& call, const UpdateRepositoryDescriptionRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  repository.description = request.repository_description.value_or("");
  repository.modified = call.now;
  kRepositories.put(call.transaction, call.scope(), {repository.name}, repository);
  return UpdateRepositoryDescriptionResponse{};
}

}  // namespace stellwerk::codecommit
