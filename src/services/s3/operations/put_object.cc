#include "services/s3/bodies.h"
#include "services/s3/buckets.h"
#include "services/s3/conditions.h"
#include "services/s3/descriptions.h"
#include "services/s3/operations.h"

namespace stellwerk::s3 {

Result<PutObjectResponse> put_object(S3& s3, ports::Call& call, const PutObjectRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  TRY(check_supported(request));
  TRY(check_key(request.key));
  if (request.if_match || request.if_none_match) {
    auto current = replaceable_version(call.transaction, bucket, request.key);
    TRY(check_write(request.if_match, request.if_none_match, current ? &*current : nullptr, request.key));
  }
  ObjectRecord object = TRY(described_object(call, request));
  auto body = staged_body(call);
  if (!body) {
    BodyClaims claims = TRY(body_claims(request));
    EncryptionWish wish = TRY(encryption_wish(bucket, request));
    DataKey key = TRY(new_data_key(call, wish, bucket, request.key));
    body = TRY(receive_body(s3, call, request.body, claims, std::move(key)));
  }
  describe_body(object, *body);
  object.body = s3.blobs.commit(call.transaction, body->blob);
  add_version(s3, call, bucket, request.key, object);

  PutObjectResponse response{.e_tag = quoted_etag(object.etag)};
  response.version_id = written_version_id(bucket, object);
  show_checksum(response, object);
  show_encryption(response, object.encryption);
  return response;
}

}  // namespace stellwerk::s3
