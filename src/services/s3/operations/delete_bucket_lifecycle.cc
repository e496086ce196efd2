#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<DeleteBucketLifecycleResponse> delete_bucket_lifecycle(S3&, ports::Call& call,
                                                              const DeleteBucketLifecycleRequest& request) {
  // The configuration cannot be put here, so there is none to take away.
  TRY(find_bucket(call.transaction, request.bucket));
  return DeleteBucketLifecycleResponse{};
}

}  // namespace stellwerk::s3
