#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<DeleteBucketEncryptionResponse> delete_bucket_encryption(S3&, ports::Call& call,
                                                                const DeleteBucketEncryptionRequest& request) {
  // The default remains: every object is encrypted with keys of the service.
  TRY(change_bucket(call.transaction, request.bucket, [](BucketRecord& bucket) { bucket.encryption = {}; }));
  return DeleteBucketEncryptionResponse{};
}

}  // namespace stellwerk::s3
