#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"
#include "services/s3/uploads.h"

namespace stellwerk::s3 {

Result<AbortMultipartUploadResponse> abort_multipart_upload(S3& s3, ports::Call& call,
                                                            const AbortMultipartUploadRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  if (request.if_match_initiated_time) {
    return not_implemented("x-amz-if-match-initiated-time (directory buckets only)");
  }
  TRY(find_upload(call.transaction, bucket, request.key, request.upload_id));
  abort_upload(s3, call.transaction, bucket, request.key, request.upload_id);
  return AbortMultipartUploadResponse{};
}

}  // namespace stellwerk::s3
