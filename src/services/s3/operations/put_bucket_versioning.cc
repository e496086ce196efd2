#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<PutBucketVersioningResponse> put_bucket_versioning(S3&, ports::Call& call,
                                                          const PutBucketVersioningRequest& request) {
  const VersioningConfiguration& given = request.versioning_configuration;
  if (given.mfa_delete == "Enabled") return not_implemented("MFA delete");
  if (!given.status) {
    return ::stellwerk::Error{"IllegalVersioningConfigurationException", "The Versioning element must be specified",
                              400};
  }
  TRY(change_bucket(call.transaction, request.bucket,
                    [&](BucketRecord& bucket) { bucket.versioning = *given.status; }));
  return PutBucketVersioningResponse{};
}

}  // namespace stellwerk::s3
