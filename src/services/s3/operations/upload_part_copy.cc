#include "base/bytes.h"
#include "services/s3/bodies.h"
#include "services/s3/buckets.h"
#include "services/s3/conditions.h"
#include "services/s3/descriptions.h"
#include "services/s3/operations.h"
#include "services/s3/uploads.h"

namespace stellwerk::s3 {

Result<UploadPartCopyResponse> upload_part_copy(S3& s3, ports::Call& call, const UploadPartCopyRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  TRY(check_supported(request));
  TRY(check_part_number(request.part_number));
  UploadRecord upload = TRY(find_upload(call.transaction, bucket, request.key, request.upload_id));
  CopySource source = TRY(parse_copy_source(request.copy_source));
  BucketRecord source_bucket = TRY(find_bucket(call.transaction, source.bucket));
  ObjectRecord from = TRY(readable_version(call.transaction, source_bucket, source.key, source.version_id)).record;
  TRY(check_copy_source({request.copy_source_if_match, request.copy_source_if_none_match,
                         request.copy_source_if_modified_since, request.copy_source_if_unmodified_since},
                        from, call.now));
  ByteRange range{0, from.size};
  if (request.copy_source_range) range = TRY(parse_copy_range(*request.copy_source_range, from.size));
  auto body = staged_body(call);
  if (!body || body->source_id != from.object_id) {
    BodyClaims claims;
    claims.default_algorithm = upload.object.checksum_algorithm;
    DataKey key{upload.object.encryption, TRY(open_data_key(call, upload.object.encryption))};
    auto bytes = TRY(open_body(s3, call, source_bucket, from, range));
    body = TRY(receive_body(s3, call, bytes, claims, std::move(key)));
    body->source_id = from.object_id;
  }
  PartRecord part{.number = request.part_number, .size = body->blob.size_bytes(), .last_modified = call.now};
  part.etag = to_hex(body->blob.md5());
  part.checksum = to_base64(body->checksum);
  part.body = s3.blobs.commit(call.transaction, body->blob);
  save_part(s3, call.transaction, bucket, request.key, request.upload_id, part);

  UploadPartCopyResponse response;
  CopyPartResult& result = response.copy_part_result.emplace();
  result.e_tag = quoted_etag(part.etag);
  result.last_modified = part.last_modified;
  if (upload.is_checksum_explicit) set_checksum(result, upload.object.checksum_algorithm, part.checksum);
  response.copy_source_version_id = shown_version_id(source_bucket, from);
  show_encryption(response, upload.object.encryption);
  return response;
}

}  // namespace stellwerk::s3
