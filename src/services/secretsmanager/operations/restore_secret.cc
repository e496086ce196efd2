#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

Result<RestoreSecretResponse> restore_secret(SecretsManager&, ports::Call& call, const RestoreSecretRequest& request) {
  auto secret = TRY(find_secret(call, request.secret_id));
  secret.record.deletion_asked.reset();
  secret.record.deletion_due.reset();
  save_secret(call, secret);
  return RestoreSecretResponse{secret.arn(), secret.record.name};
}

}  // namespace stellwerk::secretsmanager
