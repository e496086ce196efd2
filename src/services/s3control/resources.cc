#include "services/s3control/operations.h"
#include "services/s3control/service.h"

namespace stellwerk::s3control {
namespace {

Result<ports::Access> on_bucket(S3Control& control, ports::Call& call, const std::string& arn, std::string action) {
  std::string name = TRY(bucket_of_arn(arn));
  ports::TaggedBucket bucket = TRY(control.buckets.find_bucket_tags(call.transaction, name));
  ports::Access access{std::move(action), arn, bucket.account, std::move(bucket.policies)};
  for (auto& [key, value] : bucket.tags) access.context["aws:ResourceTag/" + key] = {value};
  return access;
}

}  // namespace

Result<std::vector<ports::Access>> accesses(S3Control& control, ports::Call& call,
                                            const ListTagsForResourceRequest& request) {
  return std::vector{TRY(on_bucket(control, call, request.resource_arn, "s3:ListTagsForResource"))};
}

Result<std::vector<ports::Access>> accesses(S3Control& control, ports::Call& call, const TagResourceRequest& request) {
  ports::Access access = TRY(on_bucket(control, call, request.resource_arn, "s3:TagResource"));
  for (const Tag& tag : request.tags) {
    access.context["aws:RequestTag/" + tag.key] = {tag.value};
    access.context["aws:TagKeys"].push_back(tag.key);
  }
  return std::vector{std::move(access)};
}

Result<std::vector<ports::Access>> accesses(S3Control& control, ports::Call& call,
                                            const UntagResourceRequest& request) {
  ports::Access access = TRY(on_bucket(control, call, request.resource_arn, "s3:UntagResource"));
  access.context["aws:TagKeys"] = request.tag_keys;
  return std::vector{std::move(access)};
}

}  // namespace stellwerk::s3control
