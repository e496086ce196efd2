#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<DisableKeyRotationResponse> disable_key_rotation(Kms& kms, ports::Call& call,
                                                        const DisableKeyRotationRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_customer_managed(key.record));
  TRY(check_usable(key.record));
  key.record.rotation_enabled = false;
  key.record.next_rotation.reset();
  kKeys.put(call.transaction, key.scope, {key.record.key_id}, key.record);
  return DisableKeyRotationResponse{};
}

}  // namespace stellwerk::kms
