#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketTaggingResponse> get_bucket_tagging(S3&, ports::Call& call, const GetBucketTaggingRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  if (!bucket.tags) return no_such_configuration("NoSuchTagSet", "The TagSet does not exist", request.bucket);
  return GetBucketTaggingResponse{.tag_set = to_tags(*bucket.tags)};
}

}  // namespace stellwerk::s3
