#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

Result<PutSecretValueResponse> put_secret_value(SecretsManager&, ports::Call& call,
                                                const PutSecretValueRequest& request) {
  TRY(check_one_value(request.secret_string, request.secret_binary, true));
  if (request.rotation_token)
    return errors::InvalidParameterException("Rotation is not supported, so there are no rotation tokens.");
  auto secret = TRY(live_secret(call, request.secret_id));
  auto version_id = request.client_request_token.value_or(call.ids.uuid());
  auto value = value_in(request.secret_string, request.secret_binary);
  TRY(add_version(call, secret, version_id, *value,
                  request.version_stages.value_or(std::vector<std::string>{kCurrent})));
  save_secret(call, secret);
  return PutSecretValueResponse{secret.arn(), secret.record.name, version_id, stages_of(secret.record, version_id)};
}

}  // namespace stellwerk::secretsmanager
