#include "base/bytes.h"
#include "services/s3/bodies.h"
#include "services/s3/buckets.h"
#include "services/s3/descriptions.h"
#include "services/s3/operations.h"
#include "services/s3/uploads.h"

namespace stellwerk::s3 {
namespace {

Result<void> check_part_checksum(const UploadRecord& upload, const std::string& algorithm) {
  if (!upload.is_checksum_explicit || upload.object.checksum_algorithm == algorithm) return {};
  return ::stellwerk::Error{
      "InvalidRequest",
      "Checksum Type mismatch occurred, expected checksum Type: " + to_lower(upload.object.checksum_algorithm) +
          ", actual checksum Type: " + to_lower(algorithm),
      400};
}

}  // namespace

Result<UploadPartResponse> upload_part(S3& s3, ports::Call& call, const UploadPartRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  TRY(check_supported(request));
  TRY(check_part_number(request.part_number));
  UploadRecord upload = TRY(find_upload(call.transaction, bucket, request.key, request.upload_id));
  auto body = staged_body(call);
  if (!body) {
    BodyClaims claims = TRY(body_claims(request));
    claims.default_algorithm = upload.object.checksum_algorithm;
    // An upload without a checksum of its own takes parts with any, but keeps one kind to combine.
    if (!upload.is_checksum_explicit) claims.extra_algorithm = upload.object.checksum_algorithm;
    DataKey key{upload.object.encryption, TRY(open_data_key(call, upload.object.encryption))};
    body = TRY(receive_body(s3, call, request.body, claims, std::move(key)));
  }
  TRY(check_part_checksum(upload, body->checksum_algorithm));
  PartRecord part{.number = request.part_number, .size = body->blob.size_bytes(), .last_modified = call.now};
  part.etag = to_hex(body->blob.md5());
  part.checksum = to_base64(upload.is_checksum_explicit ? body->checksum : body->extra_checksum);
  part.body = s3.blobs.commit(call.transaction, body->blob);
  save_part(s3, call.transaction, bucket, request.key, request.upload_id, part);

  UploadPartResponse response{.e_tag = quoted_etag(part.etag)};
  set_checksum(response, body->checksum_algorithm, to_base64(body->checksum));
  show_encryption(response, upload.object.encryption);
  return response;
}

}  // namespace stellwerk::s3
