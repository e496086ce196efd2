#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<CreateRepositoryResponse> create_repository(CodeCommit& service, ports::Call& call,
                                                   const CreateRepositoryRequest& request) {
  TRY(check_repository_name(request.repository_name));
  if (kRepositories.get(call.transaction, call.scope(), {request.repository_name})) {
    return errors::RepositoryNameExistsException("Repository named " + request.repository_name + " already exists");
  }
  std::size_t count = 0;
  kRepositories.scan(call.transaction, call.scope(), {},
                     [&](const auto&, const auto&) { return ++count < kRepositoriesLimit; });
  if (count >= kRepositoriesLimit) {
    return errors::RepositoryLimitExceededException("An account can have at most 5,000 repositories in a region");
  }
  RepositoryRecord repository;
  repository.name = request.repository_name;
  repository.id = call.ids.uuid();
  repository.description = request.repository_description.value_or("");
  repository.created = repository.modified = call.now;
  if (request.tags) TRY(add_tags(repository, *request.tags));
  TRY(service.make_data_key(call, repository, request.kms_key_id.value_or("alias/aws/codecommit")));
  kRepositories.put(call.transaction, call.scope(), {repository.name}, repository);
  kRegions.put(call.transaction, call.global_scope(), {repository.name, call.region}, {});
  return CreateRepositoryResponse{metadata(call.scope(), repository, service.with().site)};
}

}  // namespace stellwerk::codecommit
