#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<EncryptResponse> encrypt(Kms& kms, ports::Call& call, const EncryptRequest& request) {
  TRY(check_algorithm(request.encryption_algorithm));
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_usable(key.record));
  if (request.dry_run.value_or(false)) {
    return errors::DryRunOperationException("The request would have succeeded, but the DryRun option is set.");
  }
  EncryptionContext context = request.encryption_context.value_or(EncryptionContext{});
  return EncryptResponse{kms.encrypt_under(key, request.plaintext, context), key.record.arn, "SYMMETRIC_DEFAULT"};
}

}  // namespace stellwerk::kms
