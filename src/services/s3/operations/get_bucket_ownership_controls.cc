#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<GetBucketOwnershipControlsResponse> get_bucket_ownership_controls(
    S3&, ports::Call& call, const GetBucketOwnershipControlsRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  if (bucket.object_ownership.empty()) {
    return no_such_configuration("OwnershipControlsNotFoundError", "The bucket ownership controls were not found",
                                 request.bucket);
  }
  GetBucketOwnershipControlsResponse response;
  response.ownership_controls.emplace().rules.push_back({bucket.object_ownership});
  return response;
}

}  // namespace stellwerk::s3
