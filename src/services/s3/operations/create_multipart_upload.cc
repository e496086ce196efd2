#include "base/bytes.h"
#include "base/id_source.h"
#include "services/s3/buckets.h"
#include "services/s3/descriptions.h"
#include "services/s3/operations.h"

namespace stellwerk::s3 {
namespace {

constexpr std::size_t kUploadIdLength = 64;

// Which checksum the whole object will have.
Result<void> choose_checksum(const CreateMultipartUploadRequest& request, UploadRecord& upload) {
  upload.is_checksum_explicit = request.checksum_algorithm.has_value();
  if (request.checksum_type && !request.checksum_algorithm) {
    return ::stellwerk::Error{
        "InvalidRequest", "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
        400};
  }
  std::string algorithm = request.checksum_algorithm.value_or(std::string(kDefaultChecksumAlgorithm));
  TRY(checksum_kind(algorithm));
  std::string type = request.checksum_type.value_or(std::string(algorithm == "CRC64NVME" ? kFullObject : kComposite));
  bool is_sha = algorithm.starts_with("SHA");
  if ((type == kFullObject && is_sha) || (type == kComposite && algorithm == "CRC64NVME")) {
    return ::stellwerk::Error{
        "InvalidRequest",
        "The " + type + " checksum type cannot be used with the " + to_lower(algorithm) + " checksum algorithm.", 400};
  }
  upload.object.checksum_algorithm = std::move(algorithm);
  upload.object.checksum_type = std::move(type);
  return {};
}

}  // namespace

Result<CreateMultipartUploadResponse> create_multipart_upload(S3&, ports::Call& call,
                                                              const CreateMultipartUploadRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  TRY(check_supported(request));
  TRY(check_key(request.key));
  UploadRecord upload{.initiated = call.now};
  upload.upload_id = time_ordered_id(static_cast<std::uint64_t>(call.now.milliseconds), kUploadIdLength, call.ids);
  upload.initiator_account = call.caller.account;
  upload.initiator_arn = call.caller.arn;
  upload.object = TRY(described_object(call, request));
  TRY(choose_checksum(request, upload));
  upload.replaced_object = replaceable_version(call.transaction, bucket, request.key).has_value();
  EncryptionWish wish = TRY(encryption_wish(bucket, request));
  upload.object.encryption = TRY(new_data_key(call, wish, bucket, request.key)).record;
  kUploads.put(call.transaction, bucket.scope(), {bucket.name, request.key, upload.upload_id}, upload);

  CreateMultipartUploadResponse response{.bucket = request.bucket, .key = request.key, .upload_id = upload.upload_id};
  show_encryption(response, upload.object.encryption);
  if (upload.is_checksum_explicit) {
    response.checksum_algorithm = upload.object.checksum_algorithm;
    response.checksum_type = upload.object.checksum_type;
  }
  return response;
}

}  // namespace stellwerk::s3
