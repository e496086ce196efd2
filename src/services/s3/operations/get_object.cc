#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/reading.h"

namespace stellwerk::s3 {

Result<GetObjectResponse> get_object(S3& s3, ports::Call& call, const GetObjectRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  TRY(check_supported(request));
  StoredVersion version = TRY(readable_version(call.transaction, bucket, request.key, request.version_id));
  GetObjectResponse response;
  Selection selection = TRY(answer_read(call, bucket, version.record, request, response));
  response.body = TRY(open_body(s3, call, bucket, version.record, selection.range));
  return response;
}

}  // namespace stellwerk::s3
