#include "services/s3/buckets.h"
#include "services/s3/configurations.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<PutBucketEncryptionResponse> put_bucket_encryption(S3&, ports::Call& call,
                                                          const PutBucketEncryptionRequest& request) {
  EncryptionRecord encryption = TRY(checked_encryption(request.server_side_encryption_configuration));
  TRY(change_bucket(call.transaction, request.bucket, [&](BucketRecord& bucket) { bucket.encryption = encryption; }));
  return PutBucketEncryptionResponse{};
}

}  // namespace stellwerk::s3
