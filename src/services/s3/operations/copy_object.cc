#include "services/s3/bodies.h"
#include "services/s3/buckets.h"
#include "services/s3/conditions.h"
#include "services/s3/descriptions.h"
#include "services/s3/operations.h"

namespace stellwerk::s3 {
namespace {

// Whether a body written anew would be encrypted in another way.
bool changes_encryption(const BucketRecord& bucket, const BodyEncryptionRecord& encryption) {
  if (bucket.encryption.algorithm != encryption.algorithm) return true;
  const std::string& key = bucket.encryption.kms_key_id;
  return !key.empty() && !encryption.kms_key_arn.ends_with(key);
}

Result<void> check_copy(const CopyObjectRequest& request, const BucketRecord& bucket, const CopySource& source,
                        const ObjectRecord& object) {
  if (object.size > kSinglePutBytesLimit) {
    return ::stellwerk::Error{
        "InvalidRequest",
        "The specified copy source is larger than the maximum allowable size for a copy source: " +
            std::to_string(kSinglePutBytesLimit),
        400};
  }
  bool is_onto_itself = source.bucket == request.bucket && source.key == request.key && !source.version_id;
  bool changes = request.metadata_directive == "REPLACE" || request.storage_class ||
                 request.website_redirect_location || request.server_side_encryption ||
                 request.tagging_directive == "REPLACE" || changes_encryption(bucket, object.encryption);
  if (!is_onto_itself || changes) return {};
  return ::stellwerk::Error{"InvalidRequest",
                            "This copy request is illegal because it is trying to copy an object to itself without "
                            "changing the object's metadata, storage class, website redirect location or encryption "
                            "attributes.",
                            400};
}

// The new object's headers: the source's, or the request's where a directive says so.
Result<ObjectRecord> described_copy(ports::Call& call, const CopyObjectRequest& request, const ObjectRecord& source) {
  ObjectRecord object = TRY(described_object(call, request));
  if (request.metadata_directive != "REPLACE") {
    object.content_type = source.content_type;
    object.cache_control = source.cache_control;
    object.content_disposition = source.content_disposition;
    object.content_encoding = source.content_encoding;
    object.content_language = source.content_language;
    object.expires = source.expires;
    object.metadata = source.metadata;
  }
  if (request.tagging_directive != "REPLACE") object.tags = source.tags;
  return object;
}

Result<std::shared_ptr<ReceivedBody>> copied_body(S3& s3, ports::Call& call, const BucketRecord& bucket,
                                                  const CopyObjectRequest& request, const BucketRecord& source_bucket,
                                                  const ObjectRecord& source) {
  // Copied in an earlier run of this call, and the source is still the same.
  if (auto body = staged_body(call); body && body->source_id == source.object_id) return body;
  EncryptionWish wish = TRY(encryption_wish(bucket, request));
  DataKey key = TRY(new_data_key(call, wish, bucket, request.key));
  BodyClaims claims;
  claims.default_algorithm = request.checksum_algorithm.value_or(source.checksum_algorithm);
  auto bytes = TRY(open_body(s3, call, source_bucket, source, {0, source.size}));
  auto body = TRY(receive_body(s3, call, bytes, claims, std::move(key)));
  body->source_id = source.object_id;
  return body;
}

}  // namespace

Result<CopyObjectResponse> copy_object(S3& s3, ports::Call& call, const CopyObjectRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  TRY(check_supported(request));
  TRY(check_key(request.key));
  CopySource source = TRY(parse_copy_source(request.copy_source));
  BucketRecord source_bucket = TRY(find_bucket(call.transaction, source.bucket));
  ObjectRecord from = TRY(readable_version(call.transaction, source_bucket, source.key, source.version_id)).record;
  TRY(check_copy_source({request.copy_source_if_match, request.copy_source_if_none_match,
                         request.copy_source_if_modified_since, request.copy_source_if_unmodified_since},
                        from, call.now));
  TRY(check_copy(request, bucket, source, from));
  if (request.if_match || request.if_none_match) {
    auto current = replaceable_version(call.transaction, bucket, request.key);
    TRY(check_write(request.if_match, request.if_none_match, current ? &*current : nullptr, request.key));
  }
  ObjectRecord object = TRY(described_copy(call, request, from));
  auto body = TRY(copied_body(s3, call, bucket, request, source_bucket, from));
  describe_body(object, *body);
  object.body = s3.blobs.commit(call.transaction, body->blob);
  add_version(s3, call, bucket, request.key, object);

  CopyObjectResponse response;
  CopyObjectResult& result = response.copy_object_result.emplace();
  result.e_tag = quoted_etag(object.etag);
  result.last_modified = object.last_modified;
  show_checksum(result, object);
  response.copy_source_version_id = shown_version_id(source_bucket, from);
  response.version_id = written_version_id(bucket, object);
  show_encryption(response, object.encryption);
  return response;
}

}  // namespace stellwerk::s3
