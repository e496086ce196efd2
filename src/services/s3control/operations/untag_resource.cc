#include <algorithm>

#include "services/s3control/operations.h"
#include "services/s3control/service.h"

namespace stellwerk::s3control {

Result<UntagResourceResponse> untag_resource(S3Control& control, ports::Call& call,
                                             const UntagResourceRequest& request) {
  std::string name = TRY(bucket_of_arn(request.resource_arn));
  auto tags = TRY(control.buckets.find_bucket_tags(call.transaction, name));
  std::erase_if(
      tags, [&](const auto& tag) { return std::ranges::find(request.tag_keys, tag.first) != request.tag_keys.end(); });
  TRY(control.buckets.set_bucket_tags(call.transaction, name, std::move(tags)));
  return UntagResourceResponse{};
}

}  // namespace stellwerk::s3control
