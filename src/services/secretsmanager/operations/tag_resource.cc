#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

Result<TagResourceResponse> tag_resource(SecretsManager&, ports::Call& call, const TagResourceRequest& request) {
  auto secret = TRY(live_secret(call, request.secret_id));
  TRY(add_tags(secret.record, request.tags));
  save_secret(call, secret);
  return TagResourceResponse{};
}

}  // namespace stellwerk::secretsmanager
