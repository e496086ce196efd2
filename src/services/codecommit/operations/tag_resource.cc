#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<TagResourceResponse> tag_resource(CodeCommit& service, ports::Call& call, const TagResourceRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, TRY(name_of_arn(call.scope(), request.resource_arn))));
  if (request.tags.empty()) return errors::TagsMapRequiredException("A map of tags is required");
  TRY(add_tags(repository, request.tags));
  kRepositories.put(call.transaction, call.scope(), {repository.name}, repository);
  return TagResourceResponse{};
}

}  // namespace stellwerk::codecommit
