#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<CancelKeyDeletionResponse> cancel_key_deletion(Kms& kms, ports::Call& call,
                                                      const CancelKeyDeletionRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  if (key.record.state != "PendingDeletion") {
    return errors::KMSInvalidStateException(key.record.arn + " is not pending deletion.");
  }
  key.record.state = "Disabled";
  key.record.deletion_date.reset();
  kKeys.put(call.transaction, key.scope, {key.record.key_id}, key.record);
  return CancelKeyDeletionResponse{key.record.arn};
}

}  // namespace stellwerk::kms
