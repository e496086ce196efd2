#include "services/s3/buckets.h"
#include "services/s3/configurations.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<PutBucketWebsiteResponse> put_bucket_website(S3&, ports::Call& call, const PutBucketWebsiteRequest& request) {
  WebsiteRecord website = TRY(checked_website(request.website_configuration));
  TRY(change_bucket(call.transaction, request.bucket, [&](BucketRecord& bucket) { bucket.website = website; }));
  return PutBucketWebsiteResponse{};
}

}  // namespace stellwerk::s3
