#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<HeadBucketResponse> head_bucket(S3&, ports::Call& call, const HeadBucketRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  return HeadBucketResponse{
      .bucket_arn = bucket_arn(bucket.name), .bucket_region = bucket.region, .access_point_alias = false};
}

}  // namespace stellwerk::s3
