#include <algorithm>

#include "services/s3control/operations.h"
#include "services/s3control/service.h"

namespace stellwerk::s3control {

Result<TagResourceResponse> tag_resource(S3Control& control, ports::Call& call, const TagResourceRequest& request) {
  std::string name = TRY(bucket_of_arn(request.resource_arn));
  auto tags = TRY(control.buckets.find_bucket_tags(call.transaction, name));
  for (const Tag& tag : request.tags) {
    auto has_key = [&](const auto& existing) { return existing.first == tag.key; };
    if (auto found = std::ranges::find_if(tags, has_key); found != tags.end()) {
      found->second = tag.value;
    } else {
      tags.emplace_back(tag.key, tag.value);
    }
  }
  TRY(control.buckets.set_bucket_tags(call.transaction, name, std::move(tags)));
  return TagResourceResponse{};
}

}  // namespace stellwerk::s3control
