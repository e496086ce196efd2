#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<UpdateRepositoryNameResponse> update_repository_name(CodeCommit& service, ports::Call& call,
                                                            const UpdateRepositoryNameRequest& request) {
  TRY(check_repository_name(request.new_name));
  RepositoryRecord repository = TRY(service.find(call, request.old_name));
  if (kRepositories.get(call.transaction, call.scope(), {request.new_name})) {
    return errors::RepositoryNameExistsException("Repository named " + request.new_name + " already exists");
  }
  kRepositories.erase(call.transaction, call.scope(), {repository.name});
  kRegions.erase(call.transaction, call.global_scope(), {repository.name, call.region});
  repository.name = request.new_name;
  repository.modified = call.now;
  kRepositories.put(call.transaction, call.scope(), {repository.name}, repository);
  kRegions.put(call.transaction, call.global_scope(), {repository.name, call.region}, {});
  return UpdateRepositoryNameResponse{};
}

}  // namespace stellwerk::codecommit
