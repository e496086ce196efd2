#include "services/s3/buckets.h"
#include "services/s3/conditions.h"
#include "services/s3/objects.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"

namespace stellwerk::s3 {
namespace {

DeleteObjectResponse delete_version(S3& s3, ports::Call& call, const BucketRecord& bucket, const std::string& key,
                                    const std::string& version_id) {
  DeleteObjectResponse response{.version_id = version_id};
  auto version = find_version(call.transaction, bucket, key, version_id);
  if (!version) return response;
  if (version->record.is_delete_marker) response.delete_marker = true;
  remove_version(s3, call.transaction, bucket, key, *version);
  return response;
}

DeleteObjectResponse mark_deleted(S3& s3, ports::Call& call, const BucketRecord& bucket, const std::string& key) {
  ObjectRecord marker;
  marker.is_delete_marker = true;
  marker.last_modified = call.now;
  add_version(s3, call, bucket, key, marker);
  return DeleteObjectResponse{.delete_marker = true, .version_id = marker.version_id};
}

}  // namespace

Result<DeleteObjectResponse> delete_object(S3& s3, ports::Call& call, const DeleteObjectRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  if (request.if_match_last_modified_time || request.if_match_size) {
    return not_implemented("A delete on the condition of size or time (directory buckets only)");
  }
  if (request.if_match) {
    auto current = replaceable_version(call.transaction, bucket, request.key);
    TRY(check_write(request.if_match, std::nullopt, current ? &*current : nullptr, request.key));
  }
  if (request.version_id) {
    TRY(check_version_id(bucket, *request.version_id));
    return delete_version(s3, call, bucket, request.key, *request.version_id);
  }
  if (!bucket.versioning.empty()) return mark_deleted(s3, call, bucket, request.key);
  if (auto current = newest_version(call.transaction, bucket, request.key)) {
    remove_version(s3, call.transaction, bucket, request.key, {std::move(*current), true});
  }
  return DeleteObjectResponse{};
}

}  // namespace stellwerk::s3
