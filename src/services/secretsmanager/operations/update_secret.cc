#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

Result<UpdateSecretResponse> update_secret(SecretsManager&, ports::Call& call, const UpdateSecretRequest& request) {
  TRY(check_one_value(request.secret_string, request.secret_binary, false));
  if (request.type) return errors::InvalidParameterException("Secrets managed by partners (Type) are not supported.");
  auto secret = TRY(live_secret(call, request.secret_id));
  if (request.description) secret.record.description = *request.description;
  if (request.kms_key_id && *request.kms_key_id != secret.record.kms_key_id) {
    secret.record.kms_key_id = *request.kms_key_id;
    TRY(add_key(call, secret));
  }
  secret.record.changed = call.now;
  UpdateSecretResponse response{secret.arn(), secret.record.name};
  if (auto value = value_in(request.secret_string, request.secret_binary)) {
    response.version_id = request.client_request_token.value_or(call.ids.uuid());
    TRY(add_version(call, secret, *response.version_id, *value, {kCurrent}));
  }
  save_secret(call, secret);
  return response;
}

}  // namespace stellwerk::secretsmanager
