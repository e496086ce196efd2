#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<DeleteBucketWebsiteResponse> delete_bucket_website(S3&, ports::Call& call,
                                                          const DeleteBucketWebsiteRequest& request) {
  TRY(change_bucket(call.transaction, request.bucket, [](BucketRecord& bucket) { bucket.website.reset(); }));
  return DeleteBucketWebsiteResponse{};
}

}  // namespace stellwerk::s3
