#pragma once
#include <map>
#include <optional>
#include <string>

#include "base/result.h"
#include "ports/call.h"
#include "services/s3/records.h"
#include "services/s3/rules.h"

/// Server-side encryption with KMS keys: each body is sealed with a data key of its own (each multipart
/// upload with one for all parts), kept beside it as KMS's ciphertext. Reading asks KMS as the reader, in the bucket's
/// Region, wherever the request came from.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
namespace stellwerk::s3 {

/// How a new body is to be encrypted: from the request, else from the bucket.
struct EncryptionWish {
  std::string algorithm = "AES256";
  std::string kms_key_id;
  std::map<std::string, std::string> context;  // the request's own addition
  bool is_bucket_key_enabled = false;
};

/// What a new body is sealed with. `key` is empty if only the store's own encryption is asked for.
struct DataKey {
  BodyEncryptionRecord record;
  std::string key;
};

namespace detail {
Result<EncryptionWish> encryption_wish(const BucketRecord& bucket, const std::optional<std::string>& algorithm,
                                       const std::optional<std::string>& kms_key_id,
                                       const std::optional<std::string>& context,
                                       const std::optional<bool>& is_bucket_key_enabled);
}  // namespace detail

/// Errors: InvalidArgument (unknown algorithm, key id without aws:kms, malformed context), NotImplemented
/// (aws:kms:dsse).
template <class Request>
Result<EncryptionWish> encryption_wish(const BucketRecord& bucket, const Request& request) {
  return detail::encryption_wish(bucket, request.server_side_encryption, request.ssekms_key_id,
                                 request.ssekms_encryption_context, request.bucket_key_enabled);
}

/// Asks KMS for a data key if the wish needs one. Errors: AccessDenied, KMS.NotFoundException and KMS's others.
Result<DataKey> new_data_key(ports::Call& call, const EncryptionWish& wish, const BucketRecord& bucket,
                             const std::string& key);
/// The key of a stored body; empty if it has none. Asks KMS as the caller.
Result<std::string> open_data_key(ports::Call& call, const BodyEncryptionRecord& record);

/// Sets the members by which an answer tells of encryption.
template <class Response>
void show_encryption(Response& response, const BodyEncryptionRecord& record) {
  response.server_side_encryption = record.algorithm;
  if (record.algorithm != "aws:kms") return;
  response.ssekms_key_id = record.kms_key_arn;
  if (record.is_bucket_key_enabled) response.bucket_key_enabled = true;
}

}  // namespace stellwerk::s3
