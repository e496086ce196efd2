#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<DeleteBucketPolicyResponse> delete_bucket_policy(S3&, ports::Call& call,
                                                        const DeleteBucketPolicyRequest& request) {
  TRY(change_bucket(call.transaction, request.bucket, [](BucketRecord& bucket) {
    bucket.policy.clear();
    bucket.has_public_policy = false;
  }));
  return DeleteBucketPolicyResponse{};
}

}  // namespace stellwerk::s3
