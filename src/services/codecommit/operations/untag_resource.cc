#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<UntagResourceResponse> untag_resource(CodeCommit& service, ports::Call& call,
                                             const UntagResourceRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, TRY(name_of_arn(call.scope(), request.resource_arn))));
  if (request.tag_keys.empty()) return errors::TagKeysListRequiredException("A list of tag keys is required");
  for (const std::string& key : request.tag_keys) repository.tags.erase(key);
  kRepositories.put(call.transaction, call.scope(), {repository.name}, repository);
  return UntagResourceResponse{};
}

}  // namespace stellwerk::codecommit
