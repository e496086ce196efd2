#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

namespace {

constexpr std::int64_t kSecondsPerDay = 86400;

}  // namespace

Result<DeleteSecretResponse> delete_secret(SecretsManager&, ports::Call& call, const DeleteSecretRequest& request) {
  auto days = TRY(recovery_days(request));
  auto found = find_secret(call, request.secret_id);
  if (!found) {
    // Forced deletion of what is not there is done already.
    if (days > 0 || found.error().code != "ResourceNotFoundException") return found.error();
    SecretRecord gone{.name = request.secret_id, .suffix = new_suffix(call.ids)};
    auto arn = request.secret_id.starts_with("arn:") ? request.secret_id : secret_arn(call.region, call.account, gone);
    return DeleteSecretResponse{arn, request.secret_id, call.now};
  }
  auto secret = std::move(*found);
  if (secret.record.deletion_due && days > 0) {
    return errors::InvalidRequestException(
        "You can't perform this operation on the secret because it was already scheduled for deletion.");
  }
  if (days == 0) {
    erase_secret(call.transaction, secret.scope, secret.record);
    return DeleteSecretResponse{secret.arn(), secret.record.name, call.now};
  }
  secret.record.deletion_asked = call.now;
  secret.record.deletion_due = call.now.plus_seconds(days * kSecondsPerDay);
  save_secret(call, secret);
  DeletionEffect effect{secret.record.name, *secret.record.deletion_due};
  kDeletion.after(call.transaction, secret.scope, effect, effect.due);
  return DeleteSecretResponse{secret.arn(), secret.record.name, secret.record.deletion_due};
}

}  // namespace stellwerk::secretsmanager
