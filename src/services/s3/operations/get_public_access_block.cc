#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetPublicAccessBlockResponse> get_public_access_block(S3&, ports::Call& call,
                                                             const GetPublicAccessBlockRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  if (!bucket.public_access_block) {
    return no_such_configuration("NoSuchPublicAccessBlockConfiguration",
                                 "The public access block configuration was not found", request.bucket);
  }
  const PublicAccessBlockRecord& block = *bucket.public_access_block;
  return GetPublicAccessBlockResponse{
      PublicAccessBlockConfiguration{.block_public_acls = block.block_public_acls,
                                     .ignore_public_acls = block.ignore_public_acls,
                                     .block_public_policy = block.block_public_policy,
                                     .restrict_public_buckets = block.restrict_public_buckets}};
}

}  // namespace stellwerk::s3
