#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<DeletePublicAccessBlockResponse> delete_public_access_block(S3&, ports::Call& call,
                                                                   const DeletePublicAccessBlockRequest& request) {
  TRY(change_bucket(call.transaction, request.bucket,
                    [](BucketRecord& bucket) { bucket.public_access_block.reset(); }));
  return DeletePublicAccessBlockResponse{};
}

}  // namespace stellwerk::s3
