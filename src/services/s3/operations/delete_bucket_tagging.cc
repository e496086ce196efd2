#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<DeleteBucketTaggingResponse> delete_bucket_tagging(S3&, ports::Call& call,
                                                          const DeleteBucketTaggingRequest& request) {
  TRY(change_bucket(call.transaction, request.bucket, [](BucketRecord& bucket) { bucket.tags.reset(); }));
  return DeleteBucketTaggingResponse{};
}

}  // namespace stellwerk::s3
