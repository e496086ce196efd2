#include "services/s3/buckets.h"
#include "services/s3/configurations.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<PutBucketOwnershipControlsResponse> put_bucket_ownership_controls(
    S3&, ports::Call& call, const PutBucketOwnershipControlsRequest& request) {
  TRY(check_ownership(request.ownership_controls));
  TRY(change_bucket(call.transaction, request.bucket,
                    [](BucketRecord& bucket) { bucket.object_ownership = kBucketOwnerEnforced; }));
  return PutBucketOwnershipControlsResponse{};
}

}  // namespace stellwerk::s3
