#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<DeleteBucketOwnershipControlsResponse> delete_bucket_ownership_controls(
    S3&, ports::Call& call, const DeleteBucketOwnershipControlsRequest& request) {
  TRY(change_bucket(call.transaction, request.bucket, [](BucketRecord& bucket) { bucket.object_ownership.clear(); }));
  return DeleteBucketOwnershipControlsResponse{};
}

}  // namespace stellwerk::s3
