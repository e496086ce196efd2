#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketPolicyStatusResponse> get_bucket_policy_status(S3&, ports::Call& call,
                                                               const GetBucketPolicyStatusRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  if (bucket.policy.empty()) {
    return no_such_configuration("NoSuchBucketPolicy", "The bucket policy does not exist", request.bucket);
  }
  return GetBucketPolicyStatusResponse{.policy_status = PolicyStatus{.is_public = bucket.has_public_policy}};
}

}  // namespace stellwerk::s3
