#include "services/s3/encryption.h"

#include "aws/key_client.h"
#include "base/bytes.h"
#include "base/json.h"

namespace stellwerk::s3 {
namespace {

constexpr const char* kServicePrincipal = "s3.amazonaws.com";
constexpr const char* kDefaultKmsKey = "alias/aws/s3";

::stellwerk::Error invalid_argument(std::string message, std::string name) {
  return {"InvalidArgument", std::move(message), 400, {{"ArgumentName", std::move(name)}}};
}

Result<std::map<std::string, std::string>> parse_context(const std::string& header) {
  ::stellwerk::Error malformed =
      invalid_argument("The header 'x-amz-server-side-encryption-context' shall be base64 of a JSON object of strings.",
                       "x-amz-server-side-encryption-context");
  auto text = from_base64(header);
  if (!text) return malformed;
  auto json = parse_json(*text);
  if (!json || !json->object()) return malformed;
  std::map<std::string, std::string> out;
  for (const auto& [name, value] : *json->object()) {
    if (!value.string()) return malformed;
    out[name] = *value.string();
  }
  return out;
}

// KMS's errors as S3 reports them.
::stellwerk::Error from_kms(aws::KeyFailure failure) {
  auto& error = failure.error;
  if (failure.trouble == aws::KeyTrouble::denied) return {"AccessDenied", error.message, 403};
  if (error.http_status >= 500) return error;
  return {"KMS." + error.code, error.message, 400};
}

}  // namespace

Result<EncryptionWish> detail::encryption_wish(const BucketRecord& bucket, const std::optional<std::string>& algorithm,
                                               const std::optional<std::string>& kms_key_id,
                                               const std::optional<std::string>& context,
                                               const std::optional<bool>& is_bucket_key_enabled) {
  EncryptionWish wish;
  wish.is_bucket_key_enabled = is_bucket_key_enabled.value_or(bucket.encryption.is_bucket_key_enabled);
  if (algorithm) {
    wish.algorithm = *algorithm;
    wish.kms_key_id = kms_key_id.value_or("");
  } else {
    wish.algorithm = bucket.encryption.algorithm;
    wish.kms_key_id = bucket.encryption.kms_key_id;
  }
  if (wish.algorithm == "aws:kms:dsse") return not_implemented("Dual-layer encryption (aws:kms:dsse)");
  if (wish.algorithm != "AES256" && wish.algorithm != "aws:kms") {
    return invalid_argument("The encryption method specified is not supported", "x-amz-server-side-encryption");
  }
  if (wish.algorithm == "AES256" || !algorithm) {
    if (kms_key_id || (context && wish.algorithm == "AES256")) {
      return invalid_argument(
          "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
          "x-amz-server-side-encryption");
    }
  }
  if (context) wish.context = TRY(parse_context(*context));
  return wish;
}

Result<DataKey> new_data_key(ports::Call& call, const EncryptionWish& wish, const BucketRecord& bucket,
                             const std::string& key) {
  DataKey out;
  out.record.algorithm = wish.algorithm;
  if (wish.algorithm != "aws:kms") return out;
  out.record.is_bucket_key_enabled = wish.is_bucket_key_enabled;
  out.record.context = wish.context;
  out.record.context["aws:s3:arn"] =
      wish.is_bucket_key_enabled ? bucket_arn(bucket.name) : object_arn(bucket.name, key);
  auto made = aws::KeyClient::on_behalf(call, kServicePrincipal, bucket.region)
                  .generate(wish.kms_key_id.empty() ? kDefaultKmsKey : wish.kms_key_id, out.record.context);
  if (!made) return from_kms(std::move(made).error());
  out.record.kms_key_arn = std::move(made->kms_key_arn);
  out.record.sealed_data_key = std::move(made->sealed);
  out.key = std::move(made->plain);
  STELLWERK_ASSERT(!out.key.empty());
  return out;
}

Result<std::string> open_data_key(ports::Call& call, const BodyEncryptionRecord& record) {
  if (record.sealed_data_key.empty()) return std::string();
  auto opened = aws::KeyClient::on_behalf(call, kServicePrincipal)
                    .decrypt(record.sealed_data_key, record.kms_key_arn, record.context);
  if (!opened) return from_kms(std::move(opened).error());
  return std::move(*opened);
}

}  // namespace stellwerk::s3
