#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketLoggingResponse> get_bucket_logging(S3&, ports::Call& call, const GetBucketLoggingRequest& request) {
  TRY(find_bucket(call.transaction, request.bucket));
  return GetBucketLoggingResponse{};
}

}  // namespace stellwerk::s3
