#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<GetKeyRotationStatusResponse> get_key_rotation_status(Kms& kms, ports::Call& call,
                                                             const GetKeyRotationStatusRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_not_pending_deletion(key.record));
  GetKeyRotationStatusResponse response;
  response.key_rotation_enabled = key.record.rotation_enabled;
  response.key_id = key.record.arn;
  if (key.record.rotation_enabled) {
    response.rotation_period_in_days = key.record.rotation_period_in_days;
    response.next_rotation_date = key.record.next_rotation;
  }
  return response;
}

}  // namespace stellwerk::kms
