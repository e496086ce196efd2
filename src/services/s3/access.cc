#include "services/s3/access.h"

namespace stellwerk::s3 {

// Only a client outside signs for a region; services inside name a bucket by its name alone.
Result<void> detail::check_region(const ports::Call& call, const BucketRecord& bucket) {
  bool is_outside = !call.caller.access_key_id.empty() && call.caller.via_service.empty();
  if (!is_outside || call.region == bucket.region) return {};
  return ::stellwerk::Error{"AuthorizationHeaderMalformed",
                            "The authorization header is malformed; the region '" + call.region +
                                "' is wrong; expecting '" + bucket.region + "'",
                            400,
                            {{"Region", bucket.region}},
                            {{"x-amz-bucket-region", bucket.region}}};
}

Result<void> detail::check_owner(const BucketRecord& bucket, const std::string& expected) {
  if (bucket.account == expected) return {};
  return errors::AccessDenied("The bucket's owner is not the account that x-amz-expected-bucket-owner names");
}

std::vector<std::string> counting_policies(const ports::Call& call, const BucketRecord& bucket) {
  if (bucket.policy.empty()) return {};
  bool is_restricted =
      bucket.has_public_policy && bucket.public_access_block && bucket.public_access_block->restrict_public_buckets;
  bool is_inside = call.caller.account == bucket.account || call.caller.type == auth::PrincipalType::service;
  if (is_restricted && !is_inside) return {};
  return {bucket.policy};
}

ports::Access bucket_access(const ports::Call& call, const BucketRecord& bucket, std::string action) {
  return {std::move(action), bucket_arn(bucket.name), bucket.account, counting_policies(call, bucket)};
}

ports::Access object_access(const ports::Call& call, const BucketRecord& bucket, const std::string& key,
                            std::string action) {
  return {std::move(action), object_arn(bucket.name, key), bucket.account, counting_policies(call, bucket)};
}

void add_existing_tags(ports::Access& access, const std::vector<TagRecord>& tags) {
  for (const TagRecord& tag : tags) access.context["s3:ExistingObjectTag/" + tag.key] = {tag.value};
}

void add_request_tags(ports::Access& access, const std::vector<TagRecord>& tags) {
  for (const TagRecord& tag : tags) {
    access.context["s3:RequestObjectTag/" + tag.key] = {tag.value};
    access.context["s3:RequestObjectTagKeys"].push_back(tag.key);
  }
}

}  // namespace stellwerk::s3
