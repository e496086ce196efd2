#pragma once
#include <string>
#include <vector>

#include "ports/access.h"
#include "ports/call.h"
#include "services/s3/buckets.h"
#include "services/s3/rules.h"

/// What a request on a bucket or object has to be allowed.
/// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
namespace stellwerk::s3 {

namespace detail {
Result<void> check_region(const ports::Call& call, const BucketRecord& bucket);
Result<void> check_owner(const BucketRecord& bucket, const std::string& expected);
}  // namespace detail

/// The bucket of a request. Errors: NoSuchBucket, AuthorizationHeaderMalformed (signed for another region),
/// AccessDenied (another owner than x-amz-expected-bucket-owner), InvalidBucketOwnerAWSAccountID.
template <class Request>
Result<BucketRecord> addressed_bucket(ports::Call& call, const Request& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  TRY(detail::check_region(call, bucket));
  if (request.expected_bucket_owner) TRY(detail::check_owner(bucket, *request.expected_bucket_owner));
  return bucket;
}

/// The bucket policy, unless RestrictPublicBuckets takes it from callers outside the owner's account.
std::vector<std::string> counting_policies(const ports::Call& call, const BucketRecord& bucket);

/// Every access of S3 begins here: with the keys that tell how the request was signed and sent.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
ports::Access access_to(const ports::Call& call, std::string action, std::string resource, std::string owner);
ports::Access bucket_access(const ports::Call& call, const BucketRecord& bucket, std::string action);
ports::Access object_access(const ports::Call& call, const BucketRecord& bucket, const std::string& key,
                            std::string action);

/// s3:x-amz-acl and s3:x-amz-grant-…, from a request that has these members.
template <class Request>
void add_acl_keys(ports::Access& access, const Request& request) {
  auto add = [&](const char* key, const std::optional<std::string>& value) {
    if (value) access.context[key] = {*value};
  };
  add("s3:x-amz-acl", request.acl);
  add("s3:x-amz-grant-full-control", request.grant_full_control);
  add("s3:x-amz-grant-read", request.grant_read);
  add("s3:x-amz-grant-read-acp", request.grant_read_acp);
  if constexpr (requires { request.grant_write; }) add("s3:x-amz-grant-write", request.grant_write);
  add("s3:x-amz-grant-write-acp", request.grant_write_acp);
}

/// s3:ExistingObjectTag/…
void add_existing_tags(ports::Access& access, const std::vector<TagRecord>& tags);
/// s3:RequestObjectTag/… and s3:RequestObjectTagKeys
void add_request_tags(ports::Access& access, const std::vector<TagRecord>& tags);

}  // namespace stellwerk::s3
