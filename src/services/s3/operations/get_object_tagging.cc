#include "services/s3/buckets.h"
#include "services/s3/objects.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"

namespace stellwerk::s3 {

Result<GetObjectTaggingResponse> get_object_tagging(S3&, ports::Call& call, const GetObjectTaggingRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  StoredVersion version = TRY(readable_version(call.transaction, bucket, request.key, request.version_id));
  return GetObjectTaggingResponse{shown_version_id(bucket, version.record), to_tags(version.record.tags)};
}

}  // namespace stellwerk::s3
