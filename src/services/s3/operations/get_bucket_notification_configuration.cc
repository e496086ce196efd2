#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketNotificationConfigurationResponse> get_bucket_notification_configuration(
    S3&, ports::Call& call, const GetBucketNotificationConfigurationRequest& request) {
  TRY(find_bucket(call.transaction, request.bucket));
  return GetBucketNotificationConfigurationResponse{};
}

}  // namespace stellwerk::s3
