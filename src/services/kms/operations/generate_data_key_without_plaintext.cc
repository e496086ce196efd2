#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<GenerateDataKeyWithoutPlaintextResponse> generate_data_key_without_plaintext(
    Kms& kms, ports::Call& call, const GenerateDataKeyWithoutPlaintextRequest& request) {
  std::size_t bytes = TRY(data_key_bytes(request.number_of_bytes, request.key_spec));
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_usable(key.record));
  if (request.dry_run.value_or(false)) {
    return errors::DryRunOperationException("The request would have succeeded, but the DryRun option is set.");
  }
  GenerateDataKeyWithoutPlaintextResponse response;
  response.ciphertext_blob =
      kms.encrypt_under(key, call.ids.bytes(bytes), request.encryption_context.value_or(EncryptionContext{}));
  response.key_id = key.record.arn;
  return response;
}

}  // namespace stellwerk::kms
