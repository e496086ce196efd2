#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketReplicationResponse> get_bucket_replication(S3&, ports::Call& call,
                                                            const GetBucketReplicationRequest& request) {
  TRY(find_bucket(call.transaction, request.bucket));
  return no_such_configuration("ReplicationConfigurationNotFoundError", "The replication configuration was not found",
                               request.bucket);
}

}  // namespace stellwerk::s3
