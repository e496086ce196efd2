#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<EnableKeyResponse> enable_key(Kms& kms, ports::Call& call, const EnableKeyRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_customer_managed(key.record));
  TRY(check_not_pending_deletion(key.record));
  key.record.state = "Enabled";
  kKeys.put(call.transaction, key.scope, {key.record.key_id}, key.record);
  return EnableKeyResponse{};
}

}  // namespace stellwerk::kms
