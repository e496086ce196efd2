#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<DeleteBucketReplicationResponse> delete_bucket_replication(S3&, ports::Call& call,
                                                                  const DeleteBucketReplicationRequest& request) {
  // The configuration cannot be put here, so there is none to take away.
  TRY(find_bucket(call.transaction, request.bucket));
  return DeleteBucketReplicationResponse{};
}

}  // namespace stellwerk::s3
