#include "services/s3/encryption.h"

#include "api/kms.h"
#include "base/bytes.h"
#include "base/json.h"
#include "ports/client.h"

namespace stellwerk::s3 {
namespace {

constexpr std::string_view kServicePrincipal = "s3.amazonaws.com";
constexpr std::string_view kDefaultKmsKey = "alias/aws/s3";

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
::stellwerk::Error from_kms(::stellwerk::Error error) {
  if (error.code == "AccessDeniedException" || error.code == "AccessDenied")
    return {"AccessDenied", error.message, 403};
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

Result<DataKey> new_data_key(ports::Call& call, const EncryptionWish& wish, const std::string& bucket,
                             const std::string& key) {
  DataKey out;
  out.record.algorithm = wish.algorithm;
  if (wish.algorithm != "aws:kms") return out;
  out.record.is_bucket_key_enabled = wish.is_bucket_key_enabled;
  out.record.context = wish.context;
  out.record.context["aws:s3:arn"] = wish.is_bucket_key_enabled ? bucket_arn(bucket) : object_arn(bucket, key);
  kms::GenerateDataKeyRequest request;
  request.key_id = wish.kms_key_id.empty() ? std::string(kDefaultKmsKey) : wish.kms_key_id;
  request.key_spec = "AES_256";
  request.encryption_context = out.record.context;
  auto answer = call.client.call(call, std::string(kServicePrincipal), request);
  if (!answer) return from_kms(std::move(answer).error());
  out.record.kms_key_arn = answer->key_id.value_or("");
  out.record.sealed_data_key = answer->ciphertext_blob.value_or("");
  out.key = answer->plaintext.value_or("");
  STELLWERK_ASSERT(!out.key.empty());
  return out;
}

Result<std::string> open_data_key(ports::Call& call, const BodyEncryptionRecord& record) {
  if (record.sealed_data_key.empty()) return std::string();
  kms::DecryptRequest request;
  request.ciphertext_blob = record.sealed_data_key;
  request.encryption_context = record.context;
  request.key_id = record.kms_key_arn;
  auto answer = call.client.call(call, std::string(kServicePrincipal), request);
  if (!answer) return from_kms(std::move(answer).error());
  return answer->plaintext.value_or("");
}

}  // namespace stellwerk::s3
