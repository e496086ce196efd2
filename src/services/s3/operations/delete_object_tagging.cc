#include "services/s3/buckets.h"
#include "services/s3/objects.h"
#include "services/s3/operations.h"

namespace stellwerk::s3 {

Result<DeleteObjectTaggingResponse> delete_object_tagging(S3&, ports::Call& call,
                                                          const DeleteObjectTaggingRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  StoredVersion version = TRY(readable_version(call.transaction, bucket, request.key, request.version_id));
  version.record.tags.clear();
  update_version(call.transaction, bucket, request.key, version);
  return DeleteObjectTaggingResponse{shown_version_id(bucket, version.record)};
}

}  // namespace stellwerk::s3
