#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketRequestPaymentResponse> get_bucket_request_payment(S3&, ports::Call& call,
                                                                   const GetBucketRequestPaymentRequest& request) {
  TRY(find_bucket(call.transaction, request.bucket));
  return GetBucketRequestPaymentResponse{.payer = "BucketOwner"};
}

}  // namespace stellwerk::s3
