#include "services/s3/buckets.h"
#include "services/s3/configurations.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<PutBucketPolicyResponse> put_bucket_policy(S3& s3, ports::Call& call, const PutBucketPolicyRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  CheckedPolicy policy = TRY(checked_policy(request.policy, request.bucket));
  if (policy.is_public && bucket.public_access_block && bucket.public_access_block->block_public_policy) {
    return ::stellwerk::Error{
        "AccessDenied",
        "User: " + call.caller.arn + " is not authorized to perform: s3:PutBucketPolicy on resource: \"" +
            bucket_arn(bucket.name) +
            "\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block "
            "Public Access.",
        403};
  }
  auto bound = s3.principals.bind_policy(call.transaction, request.policy);
  if (!bound)
    return ::stellwerk::Error{"MalformedPolicy", "Invalid principal in policy: " + bound.error().message, 400};
  bucket.policy = std::move(*bound);
  bucket.has_public_policy = policy.is_public;
  save_bucket(call.transaction, bucket);
  return PutBucketPolicyResponse{};
}

}  // namespace stellwerk::s3
