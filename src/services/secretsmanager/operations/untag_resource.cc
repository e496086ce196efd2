#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

Result<UntagResourceResponse> untag_resource(SecretsManager&, ports::Call& call, const UntagResourceRequest& request) {
  auto secret = TRY(live_secret(call, request.secret_id));
  for (const auto& key : request.tag_keys) secret.record.tags.erase(key);
  save_secret(call, secret);
  return UntagResourceResponse{};
}

}  // namespace stellwerk::secretsmanager
