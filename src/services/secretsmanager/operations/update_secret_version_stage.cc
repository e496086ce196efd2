#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

namespace {

Result<void> check_removal(const FoundSecret& secret, const UpdateSecretVersionStageRequest& request) {
  if (!request.remove_from_version_id) return {};
  auto holder = secret.record.stages.find(request.version_stage);
  if (holder != secret.record.stages.end() && holder->second == *request.remove_from_version_id) return {};
  return errors::InvalidParameterException("The version " + *request.remove_from_version_id +
                                           " in RemoveFromVersionId does not carry the staging label " +
                                           request.version_stage + ".");
}

}  // namespace

Result<UpdateSecretVersionStageResponse> update_secret_version_stage(SecretsManager&, ports::Call& call,
                                                                     const UpdateSecretVersionStageRequest& request) {
  auto secret = TRY(live_secret(call, request.secret_id));
  auto& stages = secret.record.stages;
  auto holder = stages.find(request.version_stage);
  TRY(check_removal(secret, request));
  if (!request.move_to_version_id) {
    if (request.version_stage == kCurrent) {
      return errors::InvalidParameterException(
          "You can't remove the staging label AWSCURRENT; move it to another version.");
    }
    if (holder != stages.end()) stages.erase(holder);
  } else {
    if (!find_version(call, secret, *request.move_to_version_id)) {
      return errors::ResourceNotFoundException("Secrets Manager can't find the specified secret value for VersionId: " +
                                               *request.move_to_version_id);
    }
    if (holder != stages.end() && holder->second != *request.move_to_version_id && !request.remove_from_version_id) {
      return errors::InvalidParameterException(
          "The parameter RemoveFromVersionId can't be empty. Staging label " + request.version_stage +
          " is currently attached to version " + holder->second +
          ", so you must explicitly reference that version in RemoveFromVersionId.");
    }
    move_stages(secret.record, {request.version_stage}, *request.move_to_version_id);
  }
  secret.record.changed = call.now;
  save_secret(call, secret);
  return UpdateSecretVersionStageResponse{secret.arn(), secret.record.name};
}

}  // namespace stellwerk::secretsmanager
