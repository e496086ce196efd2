#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<PutPublicAccessBlockResponse> put_public_access_block(S3&, ports::Call& call,
                                                             const PutPublicAccessBlockRequest& request) {
  const PublicAccessBlockConfiguration& given = request.public_access_block_configuration;
  PublicAccessBlockRecord block{.block_public_acls = given.block_public_acls.value_or(false),
                                .ignore_public_acls = given.ignore_public_acls.value_or(false),
                                .block_public_policy = given.block_public_policy.value_or(false),
                                .restrict_public_buckets = given.restrict_public_buckets.value_or(false)};
  TRY(change_bucket(call.transaction, request.bucket,
                    [&](BucketRecord& bucket) { bucket.public_access_block = block; }));
  return PutPublicAccessBlockResponse{};
}

}  // namespace stellwerk::s3
