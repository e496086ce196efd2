#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

Result<DescribeSecretResponse> describe_secret(SecretsManager&, ports::Call& call,
                                               const DescribeSecretRequest& request) {
  auto secret = TRY(find_secret(call, request.secret_id));
  const auto& record = secret.record;
  DescribeSecretResponse response;
  response.arn = secret.arn();
  response.name = record.name;
  if (!record.description.empty()) response.description = record.description;
  if (!record.kms_key_id.empty()) response.kms_key_id = record.kms_key_id;
  response.last_changed_date = record.changed;
  response.last_accessed_date = record.accessed;
  response.deleted_date = record.deletion_asked;
  response.created_date = record.created;
  response.tags.emplace();
  for (const auto& [key, value] : record.tags) response.tags->push_back({key, value});
  for (const auto& [stage, id] : record.stages) {
    if (!response.version_ids_to_stages) response.version_ids_to_stages.emplace();
    (*response.version_ids_to_stages)[id].push_back(stage);
  }
  return response;
}

}  // namespace stellwerk::secretsmanager
