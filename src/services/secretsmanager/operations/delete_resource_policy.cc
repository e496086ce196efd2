#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

Result<DeleteResourcePolicyResponse> delete_resource_policy(SecretsManager&, ports::Call& call,
                                                            const DeleteResourcePolicyRequest& request) {
  auto secret = TRY(live_secret(call, request.secret_id));
  secret.record.policy.clear();
  save_secret(call, secret);
  return DeleteResourcePolicyResponse{secret.arn(), secret.record.name};
}

}  // namespace stellwerk::secretsmanager
