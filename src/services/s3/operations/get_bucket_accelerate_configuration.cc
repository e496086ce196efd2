#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketAccelerateConfigurationResponse> get_bucket_accelerate_configuration(
    S3&, ports::Call& call, const GetBucketAccelerateConfigurationRequest& request) {
  TRY(find_bucket(call.transaction, request.bucket));
  return GetBucketAccelerateConfigurationResponse{};
}

}  // namespace stellwerk::s3
