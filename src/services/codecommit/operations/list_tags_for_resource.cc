#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<ListTagsForResourceResponse> list_tags_for_resource(CodeCommit& service, ports::Call& call,
                                                           const ListTagsForResourceRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, TRY(name_of_arn(call.scope(), request.resource_arn))));
  if (request.next_token) return errors::InvalidContinuationTokenException("All tags are in the first answer");
  return ListTagsForResourceResponse{repository.tags, std::nullopt};
}

}  // namespace stellwerk::codecommit
