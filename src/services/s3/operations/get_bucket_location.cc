#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketLocationResponse> get_bucket_location(S3&, ports::Call& call, const GetBucketLocationRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  GetBucketLocationResponse response;
  if (bucket.region != "us-east-1") response.location_constraint = bucket.region;
  return response;
}

}  // namespace stellwerk::s3
