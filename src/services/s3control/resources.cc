#include "services/s3control/operations.h"
#include "services/s3control/service.h"

namespace stellwerk::s3control {
namespace {

template <class Request>
Result<ports::Access> on_bucket(S3Control& control, ports::Call& call, const Request& request, std::string action) {
  std::string bucket = TRY(bucket_of_arn(request.resource_arn));
  ports::Access access = TRY(control.buckets.bucket_tags_access(call, bucket, std::move(action)));
  if (access.resource_account == request.account_id) return access;
  return Error{"AccessDenied", "The bucket's owner is not the account that x-amz-account-id names", 403};
}

}  // namespace

Result<std::vector<ports::Access>> accesses(S3Control& control, ports::Call& call,
                                            const ListTagsForResourceRequest& request) {
  return std::vector{TRY(on_bucket(control, call, request, "s3:ListTagsForResource"))};
}

Result<std::vector<ports::Access>> accesses(S3Control& control, ports::Call& call, const TagResourceRequest& request) {
  ports::Access access = TRY(on_bucket(control, call, request, "s3:TagResource"));
  for (const Tag& tag : request.tags) {
    access.context["aws:RequestTag/" + tag.key] = {tag.value};
    access.context["aws:TagKeys"].push_back(tag.key);
  }
  return std::vector{std::move(access)};
}

Result<std::vector<ports::Access>> accesses(S3Control& control, ports::Call& call,
                                            const UntagResourceRequest& request) {
  ports::Access access = TRY(on_bucket(control, call, request, "s3:UntagResource"));
  access.context["aws:TagKeys"] = request.tag_keys;
  return std::vector{std::move(access)};
}

}  // namespace stellwerk::s3control
