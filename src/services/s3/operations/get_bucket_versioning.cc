#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketVersioningResponse> get_bucket_versioning(S3&, ports::Call& call,
                                                          const GetBucketVersioningRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  GetBucketVersioningResponse response;
  if (!bucket.versioning.empty()) response.status = bucket.versioning;
  return response;
}

}  // namespace stellwerk::s3
