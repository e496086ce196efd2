#include "services/s3/buckets.h"
#include "services/s3/objects.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"

namespace stellwerk::s3 {

Result<PutObjectTaggingResponse> put_object_tagging(S3&, ports::Call& call, const PutObjectTaggingRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  StoredVersion version = TRY(readable_version(call.transaction, bucket, request.key, request.version_id));
  version.record.tags = TRY(checked_tags(request.tagging.tag_set, TagOwner::object));
  update_version(call.transaction, bucket, request.key, version);
  return PutObjectTaggingResponse{shown_version_id(bucket, version.record)};
}

}  // namespace stellwerk::s3
