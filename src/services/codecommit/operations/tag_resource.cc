#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<TagResourceResponse> tag_resource(CodeCommit& service, ports::Call& call, const TagResourceRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, TRY(name_of_arn(call.scope(), request.resource_arn))));
  if (request.tags.empty()) return errors::TagsMapRequiredException("A map of tags is required");
  TRY(check_tags(request.tags));
  for (const auto& [key, value] : request.tags) repository.tags[key] = value;
  if (repository.tags.size() > kTagsLimit) return errors::TooManyTagsException("A repository can have at most 50 tags");
  kRepositories.put(call.transaction, call.scope(), {repository.name}, repository);
  return TagResourceResponse{};
}

}  // namespace stellwerk::codecommit
