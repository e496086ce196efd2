#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

Result<DescribeSecretResponse> describe_secret(SecretsManager&, ports::Call& call,
                                               const DescribeSecretRequest& request) {
  auto secret = TRY(find_secret(call, request.secret_id));
  DescribeSecretResponse response;
  show_secret(secret, response, response.version_ids_to_stages);
  return response;
}

}  // namespace stellwerk::secretsmanager
