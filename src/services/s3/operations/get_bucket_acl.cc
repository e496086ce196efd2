#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketAclResponse> get_bucket_acl(S3&, ports::Call& call, const GetBucketAclRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  Owner owner = owner_of(bucket.account);
  Grant grant{.grantee = Grantee{.id = owner.id, .type = "CanonicalUser"}, .permission = "FULL_CONTROL"};
  return GetBucketAclResponse{.owner = owner, .grants = std::vector{std::move(grant)}};
}

}  // namespace stellwerk::s3
