#include "aws/arn.h"
#include "services/kms/key_access.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<CreateKeyResponse> create_key(Kms& kms, ports::Call& call, const CreateKeyRequest& request) {
  TRY(check_key_request(request));
  KeyRecord key;
  key.key_id = call.ids.uuid();
  key.arn = aws::arn("kms", call.scope(), "key/" + key.key_id);
  key.description = request.description.value_or("");
  key.policy = request.policy ? TRY(kms.checked_policy(call, *request.policy)) : default_key_policy(call.account);
  key.created = call.now;
  if (request.tags) TRY(add_tags(key.tags, *request.tags));
  if (request.policy && !request.bypass_policy_lockout_safety_check.value_or(false)) {
    TRY(check_no_lock_out(call, {call.scope(), key}));
  }
  key.materials.push_back(kms.new_material(key.arn, call.now));
  kKeys.put(call.transaction, call.scope(), {key.key_id}, key);
  return CreateKeyResponse{metadata(key, call.account)};
}

}  // namespace stellwerk::kms
