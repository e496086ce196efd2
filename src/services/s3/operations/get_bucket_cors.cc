#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketCorsResponse> get_bucket_cors(S3&, ports::Call& call, const GetBucketCorsRequest& request) {
  TRY(find_bucket(call.transaction, request.bucket));
  return no_such_configuration("NoSuchCORSConfiguration", "The CORS configuration does not exist", request.bucket);
}

}  // namespace stellwerk::s3
