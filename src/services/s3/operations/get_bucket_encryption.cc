#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketEncryptionResponse> get_bucket_encryption(S3&, ports::Call& call,
                                                          const GetBucketEncryptionRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  const EncryptionRecord& encryption = bucket.encryption;
  ServerSideEncryptionByDefault by_default{.sse_algorithm = encryption.algorithm};
  if (!encryption.kms_key_id.empty()) by_default.kms_master_key_id = encryption.kms_key_id;
  ServerSideEncryptionRule rule{.apply_server_side_encryption_by_default = std::move(by_default),
                                .bucket_key_enabled = encryption.is_bucket_key_enabled};
  if (!encryption.blocked_types.empty())
    rule.blocked_encryption_types = BlockedEncryptionTypes{encryption.blocked_types};
  GetBucketEncryptionResponse response;
  response.server_side_encryption_configuration.emplace().rules.push_back(std::move(rule));
  return response;
}

}  // namespace stellwerk::s3
