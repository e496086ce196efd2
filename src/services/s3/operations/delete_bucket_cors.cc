#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<DeleteBucketCorsResponse> delete_bucket_cors(S3&, ports::Call& call, const DeleteBucketCorsRequest& request) {
  // The configuration cannot be put here, so there is none to take away.
  TRY(find_bucket(call.transaction, request.bucket));
  return DeleteBucketCorsResponse{};
}

}  // namespace stellwerk::s3
