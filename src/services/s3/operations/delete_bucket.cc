#include "services/s3/buckets.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"
#include "services/s3/uploads.h"

namespace stellwerk::s3 {

Result<DeleteBucketResponse> delete_bucket(S3& s3, ports::Call& call, const DeleteBucketRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  bool is_empty = true;
  kObjects.scan(call.transaction, bucket.scope(), {bucket.name},
                [&](const std::vector<std::string>&, const ObjectRecord&) { return is_empty = false; });
  if (!is_empty) {
    std::string message = "The bucket you tried to delete is not empty";
    if (!bucket.versioning.empty()) message += ". You must delete all versions in the bucket.";
    return ::stellwerk::Error{"BucketNotEmpty", std::move(message), 409, {{"BucketName", bucket.name}}};
  }
  abort_all_uploads(s3, call.transaction, bucket);
  kBuckets.erase(call.transaction, kInstallation, {bucket.name});
  kBucketsOfAccount.erase(call.transaction, {bucket.account, "global"}, {bucket.name});
  return DeleteBucketResponse{};
}

}  // namespace stellwerk::s3
