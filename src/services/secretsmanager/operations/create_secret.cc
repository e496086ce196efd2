#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

namespace {

Result<void> check_supported(const CreateSecretRequest& request) {
  if (request.add_replica_regions && !request.add_replica_regions->empty()) {
    return errors::InvalidParameterException("Replication to other Regions is not supported.");
  }
  if (request.type) return errors::InvalidParameterException("Secrets managed by partners (Type) are not supported.");
  return {};
}

/// The name is taken: good only if the same request came before.
Result<CreateSecretResponse> present_secret(ports::Call& call, FoundSecret secret, const CreateSecretRequest& request,
                                            const std::string& version_id) {
  if (secret.record.deletion_due) {
    return errors::InvalidRequestException(
        "You can't create this secret because a secret with this name is already scheduled for deletion.");
  }
  auto value = value_in(request.secret_string, request.secret_binary);
  auto version = find_version(call, secret, version_id);
  if (value && version && TRY(decrypted(call, secret, *version)) == value->bytes) {
    return CreateSecretResponse{secret.arn(), secret.record.name, version_id};
  }
  return errors::ResourceExistsException("The operation failed because the secret " + request.name +
                                         " already exists.");
}

}  // namespace

Result<CreateSecretResponse> create_secret(SecretsManager&, ports::Call& call, const CreateSecretRequest& request) {
  TRY(check_name(request.name));
  TRY(check_one_value(request.secret_string, request.secret_binary, false));
  TRY(check_supported(request));
  auto version_id = request.client_request_token.value_or(call.ids.uuid());
  auto value = value_in(request.secret_string, request.secret_binary);
  if (auto present = kSecrets.get(call.transaction, call.scope(), {request.name})) {
    return present_secret(call, FoundSecret{call.scope(), std::move(*present)}, request, version_id);
  }
  FoundSecret secret{call.scope(),
                     {.name = request.name,
                      .suffix = new_suffix(call.ids),
                      .description = request.description.value_or(""),
                      .kms_key_id = request.kms_key_id.value_or(""),
                      .created = call.now,
                      .changed = call.now}};
  TRY(add_tags(secret.record, request.tags.value_or(std::vector<Tag>{})));
  CreateSecretResponse response{secret.arn(), secret.record.name};
  if (value) {
    TRY(add_version(call, secret, version_id, *value, {kCurrent}));
    response.version_id = version_id;
  }
  save_secret(call, secret);
  return response;
}

}  // namespace stellwerk::secretsmanager
