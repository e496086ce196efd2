#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<GetKeyPolicyResponse> get_key_policy(Kms& kms, ports::Call& call, const GetKeyPolicyRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  if (request.policy_name.value_or("default") != "default") {
    return errors::NotFoundException("No such policy exists; the only name is default.");
  }
  return GetKeyPolicyResponse{kms.principals().show_policy(call.transaction, key.record.policy), "default"};
}

}  // namespace stellwerk::kms
