#include <algorithm>

#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

namespace {

Result<VersionRecord> wanted_version(ports::Call& call, const FoundSecret& secret,
                                     const GetSecretValueRequest& request) {
  if (request.version_id) {
    auto version = find_version(call, secret, *request.version_id);
    if (!version) {
      return errors::ResourceNotFoundException("Secrets Manager can't find the specified secret value for VersionId: " +
                                               *request.version_id);
    }
    auto stages = stages_of(secret.record, version->id);
    if (request.version_stage && std::ranges::find(stages, *request.version_stage) == stages.end()) {
      return errors::InvalidRequestException(
          "You provided a VersionStage that is not associated to the provided VersionId.");
    }
    return std::move(*version);
  }
  auto stage = request.version_stage.value_or(kCurrent);
  auto holder = secret.record.stages.find(stage);
  auto version = holder == secret.record.stages.end() ? std::nullopt : find_version(call, secret, holder->second);
  if (!version) {
    return errors::ResourceNotFoundException(
        "Secrets Manager can't find the specified secret value for staging label: " + stage);
  }
  return std::move(*version);
}

}  // namespace

Result<GetSecretValueResponse> get_secret_value(SecretsManager&, ports::Call& call,
                                                const GetSecretValueRequest& request) {
  auto secret = TRY(live_secret(call, request.secret_id));
  auto version = TRY(wanted_version(call, secret, request));
  auto bytes = TRY(decrypted(call, secret, version));
  // Kept by the day, so that most reads write nothing.
  if (auto today = day_of(call.now); version.accessed != today || secret.record.accessed != today) {
    version.accessed = today;
    secret.record.accessed = today;
    save_version(call, secret, version);
    save_secret(call, secret);
  }
  GetSecretValueResponse response;
  response.arn = secret.arn();
  response.name = secret.record.name;
  response.version_id = version.id;
  (version.is_binary ? response.secret_binary : response.secret_string) = std::move(bytes);
  response.version_stages = stages_of(secret.record, version.id);
  response.created_date = version.created;
  return response;
}

}  // namespace stellwerk::secretsmanager
