#include "services/s3/buckets.h"
#include "services/s3/configurations.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketWebsiteResponse> get_bucket_website(S3&, ports::Call& call, const GetBucketWebsiteRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  if (!bucket.website) {
    return no_such_configuration("NoSuchWebsiteConfiguration",
                                 "The specified bucket does not have a website configuration", request.bucket);
  }
  return shown_website(*bucket.website);
}

}  // namespace stellwerk::s3
