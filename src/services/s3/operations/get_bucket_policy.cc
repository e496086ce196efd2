#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketPolicyResponse> get_bucket_policy(S3& s3, ports::Call& call, const GetBucketPolicyRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  if (bucket.policy.empty()) {
    return no_such_configuration("NoSuchBucketPolicy", "The bucket policy does not exist", request.bucket);
  }
  return GetBucketPolicyResponse{.policy = s3.principals.show_policy(call.transaction, bucket.policy)};
}

}  // namespace stellwerk::s3
