#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<PutKeyPolicyResponse> put_key_policy(Kms& kms, ports::Call& call, const PutKeyPolicyRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_customer_managed(key.record));
  if (request.policy_name.value_or("default") != "default") {
    return errors::NotFoundException("No such policy exists; the only name is default.");
  }
  TRY(check_policy(request.policy));
  key.record.policy = request.policy;
  kKeys.put(call.transaction, key.scope, {key.record.key_id}, key.record);
  return PutKeyPolicyResponse{};
}

}  // namespace stellwerk::kms
