#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<PutBucketTaggingResponse> put_bucket_tagging(S3&, ports::Call& call, const PutBucketTaggingRequest& request) {
  std::vector<TagRecord> tags = TRY(checked_tags(request.tagging.tag_set, TagOwner::bucket));
  TRY(change_bucket(call.transaction, request.bucket, [&](BucketRecord& bucket) {
    bucket.tags.reset();
    if (!tags.empty()) bucket.tags = tags;
  }));
  return PutBucketTaggingResponse{};
}

}  // namespace stellwerk::s3
