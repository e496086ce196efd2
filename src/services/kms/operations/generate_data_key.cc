#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<GenerateDataKeyResponse> generate_data_key(Kms& kms, ports::Call& call, const GenerateDataKeyRequest& request) {
  std::size_t bytes = TRY(data_key_bytes(request.number_of_bytes, request.key_spec));
  if (request.recipient) return errors::UnsupportedOperationException("Recipient is not supported here.");
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_usable(key.record));
  if (request.dry_run.value_or(false)) {
    return errors::DryRunOperationException("The request would have succeeded, but the DryRun option is set.");
  }
  GenerateDataKeyResponse response;
  response.plaintext = call.ids.bytes(bytes);
  response.ciphertext_blob =
      kms.encrypt_under(key, *response.plaintext, request.encryption_context.value_or(EncryptionContext{}));
  response.key_id = key.record.arn;
  return response;
}

}  // namespace stellwerk::kms
