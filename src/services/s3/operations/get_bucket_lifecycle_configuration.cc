#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketLifecycleConfigurationResponse> get_bucket_lifecycle_configuration(
    S3&, ports::Call& call, const GetBucketLifecycleConfigurationRequest& request) {
  TRY(find_bucket(call.transaction, request.bucket));
  return no_such_configuration("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist",
                               request.bucket);
}

}  // namespace stellwerk::s3
