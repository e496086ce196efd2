#include "services/s3control/operations.h"
#include "services/s3control/service.h"

// Which operation needs leave for this stands in operations.list.
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
namespace stellwerk::s3control {

Result<ports::Access> bucket_access(S3Control& control, ports::Call& call, const std::string& arn,
                                    const std::string& account) {
  std::string bucket = TRY(bucket_of_arn(arn));
  ports::Access access = TRY(control.buckets.bucket_tags_access(call, bucket, ""));
  if (access.resource_account == account) return access;
  return Error{"AccessDenied", "The bucket's owner is not the account that x-amz-account-id names", 403};
}

}  // namespace stellwerk::s3control
