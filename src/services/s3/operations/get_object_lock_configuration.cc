#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetObjectLockConfigurationResponse> get_object_lock_configuration(
    S3&, ports::Call& call, const GetObjectLockConfigurationRequest& request) {
  TRY(find_bucket(call.transaction, request.bucket));
  return no_such_configuration("ObjectLockConfigurationNotFoundError",
                               "Object Lock configuration does not exist for this bucket", request.bucket);
}

}  // namespace stellwerk::s3
