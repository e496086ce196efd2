#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

Result<GetResourcePolicyResponse> get_resource_policy(SecretsManager& manager, ports::Call& call,
                                                      const GetResourcePolicyRequest& request) {
  auto secret = TRY(find_secret(call, request.secret_id));
  GetResourcePolicyResponse response{secret.arn(), secret.record.name};
  if (!secret.record.policy.empty()) {
    response.resource_policy = manager.principals().show_policy(call.transaction, secret.record.policy);
  }
  return response;
}

}  // namespace stellwerk::secretsmanager
