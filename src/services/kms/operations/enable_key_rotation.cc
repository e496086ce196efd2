#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<EnableKeyRotationResponse> enable_key_rotation(Kms& kms, ports::Call& call,
                                                      const EnableKeyRotationRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_customer_managed(key.record));
  TRY(check_usable(key.record));
  key.record.rotation_enabled = true;
  key.record.rotation_period_in_days = request.rotation_period_in_days.value_or(kDefaultRotationPeriodDays);
  key.record.next_rotation = call.now.plus_seconds(key.record.rotation_period_in_days * kSecondsPerDay);
  kKeys.put(call.transaction, key.scope, {key.record.key_id}, key.record);
  kRotate.after(call.transaction, key.scope, {key.record.key_id}, *key.record.next_rotation);
  return EnableKeyRotationResponse{};
}

}  // namespace stellwerk::kms
