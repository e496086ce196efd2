#include "services/s3control/operations.h"
#include "services/s3control/service.h"

namespace stellwerk::s3control {

Result<ListTagsForResourceResponse> list_tags_for_resource(S3Control& control, ports::Call& call,
                                                           const ListTagsForResourceRequest& request) {
  std::string name = TRY(bucket_of_arn(request.resource_arn));
  auto found = TRY(control.buckets.find_bucket_tags(call.transaction, name));
  ListTagsForResourceResponse response;
  std::vector<Tag>& tags = response.tags.emplace();
  for (auto& [key, value] : found) tags.push_back({key, value});
  return response;
}

}  // namespace stellwerk::s3control
