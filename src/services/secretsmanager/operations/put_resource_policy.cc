#include "auth/policy.h"
#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

Result<PutResourcePolicyResponse> put_resource_policy(SecretsManager& manager, ports::Call& call,
                                                      const PutResourcePolicyRequest& request) {
  auto secret = TRY(live_secret(call, request.secret_id));
  auto policy = auth::parse_policy(request.resource_policy, auth::PolicyKind::resource);
  if (!policy)
    return errors::MalformedPolicyDocumentException("This resource policy is malformed: " + policy.error().message);
  if (request.block_public_policy.value_or(false) && auth::is_public(**policy)) {
    return errors::PublicPolicyException("This resource policy grants broad public access to the secret.");
  }
  auto bound = manager.principals().bind_policy(call.transaction, request.resource_policy);
  if (!bound) {
    return errors::MalformedPolicyDocumentException("This resource policy contains an unsupported principal. " +
                                                    bound.error().message);
  }
  secret.record.policy = std::move(*bound);
  save_secret(call, secret);
  return PutResourcePolicyResponse{secret.arn(), secret.record.name};
}

}  // namespace stellwerk::secretsmanager
