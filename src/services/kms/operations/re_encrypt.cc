#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ReEncryptResponse> re_encrypt(Kms& kms, ports::Call& call, const ReEncryptRequest& request) {
  TRY(check_algorithm(request.source_encryption_algorithm));
  TRY(check_algorithm(request.destination_encryption_algorithm));
  if (request.dry_run_modifiers) return errors::UnsupportedOperationException("DryRunModifiers is not supported here.");
  const std::string blob = request.ciphertext_blob.value_or("");
  FoundKey source = TRY(kms.find_for_ciphertext(call, blob, request.source_key_id));
  FoundKey target = TRY(kms.find(call, request.destination_key_id));
  TRY(check_usable(source.record));
  TRY(check_usable(target.record));
  if (request.dry_run.value_or(false)) {
    return errors::DryRunOperationException("The request would have succeeded, but the DryRun option is set.");
  }
  auto none = EncryptionContext{};
  std::string plaintext = TRY(kms.decrypt_under(source, blob, request.source_encryption_context.value_or(none)));
  ReEncryptResponse response;
  response.ciphertext_blob =
      kms.encrypt_under(target, plaintext, request.destination_encryption_context.value_or(none));
  response.source_key_id = source.record.arn;
  response.key_id = target.record.arn;
  response.source_encryption_algorithm = "SYMMETRIC_DEFAULT";
  response.destination_encryption_algorithm = "SYMMETRIC_DEFAULT";
  return response;
}

}  // namespace stellwerk::kms
