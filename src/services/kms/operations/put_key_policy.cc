#include "services/kms/key_access.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<PutKeyPolicyResponse> put_key_policy(Kms& kms, ports::Call& call, const PutKeyPolicyRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_customer_managed(key.record));
  if (request.policy_name.value_or("default") != "default") {
    return errors::NotFoundException("No such policy exists; the only name is default.");
  }
  key.record.policy = TRY(kms.checked_policy(call, request.policy));
  if (!request.bypass_policy_lockout_safety_check.value_or(false)) TRY(check_no_lock_out(call, key));
  kKeys.put(call.transaction, key.scope, {key.record.key_id}, key.record);
  return PutKeyPolicyResponse{};
}

}  // namespace stellwerk::kms
