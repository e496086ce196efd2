#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<DecryptResponse> decrypt(Kms& kms, ports::Call& call, const DecryptRequest& request) {
  TRY(check_algorithm(request.encryption_algorithm));
  if (request.recipient) return errors::UnsupportedOperationException("Recipient is not supported here.");
  if (request.dry_run_modifiers) return errors::UnsupportedOperationException("DryRunModifiers is not supported here.");
  const std::string blob = request.ciphertext_blob.value_or("");
  FoundKey key = TRY(kms.find_for_ciphertext(call, blob, request.key_id));
  TRY(check_usable(key.record));
  if (request.dry_run.value_or(false)) {
    return errors::DryRunOperationException("The request would have succeeded, but the DryRun option is set.");
  }
  DecryptResponse response;
  response.plaintext = TRY(kms.decrypt_under(key, blob, request.encryption_context.value_or(EncryptionContext{})));
  response.key_id = key.record.arn;
  response.encryption_algorithm = "SYMMETRIC_DEFAULT";
  return response;
}

}  // namespace stellwerk::kms
