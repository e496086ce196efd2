#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/pages.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

Result<ListSecretVersionIdsResponse> list_secret_version_ids(SecretsManager&, ports::Call& call,
                                                             const ListSecretVersionIdsRequest& request) {
  auto secret = TRY(find_secret(call, request.secret_id));
  ListSecretVersionIdsResponse response;
  response.arn = secret.arn();
  response.name = secret.record.name;
  response.versions.emplace();
  auto versions = versions_of(call, secret);
  if (!request.include_deprecated.value_or(false)) {
    std::erase_if(versions, [&](const auto& version) { return stages_of(secret.record, version.id).empty(); });
  }
  auto page =
      TRY(items_of(aws::page_of("versions", std::move(versions), request.next_token,
                                aws::page_size(request.max_results, kDefaultPage, kDefaultPage), &VersionRecord::id),
                   response));
  for (const auto& version : page) {
    SecretVersionsListEntry entry;
    entry.version_id = version.id;
    if (auto stages = stages_of(secret.record, version.id); !stages.empty()) entry.version_stages = stages;
    entry.last_accessed_date = version.accessed;
    entry.created_date = version.created;
    entry.kms_key_ids = {version.kms_key_id == kDefaultKey ? "DefaultEncryptionKey" : version.kms_key_id};
    for (const auto& later : version.later_data_keys) entry.kms_key_ids->push_back(later.first);
    response.versions->push_back(std::move(entry));
  }
  return response;
}

}  // namespace stellwerk::secretsmanager
