#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/reading.h"

namespace stellwerk::s3 {

Result<HeadObjectResponse> head_object(S3&, ports::Call& call, const HeadObjectRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  TRY(check_supported(request));
  StoredVersion version = TRY(readable_version(call.transaction, bucket, request.key, request.version_id));
  HeadObjectResponse response;
  TRY(answer_read(call, bucket, version.record, request, response));
  return response;
}

}  // namespace stellwerk::s3
