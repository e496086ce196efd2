#include <algorithm>

#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/pages.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

namespace {

std::pair<std::int64_t, std::string> sort_key(const SecretRecord& secret, const ListSecretsRequest& request) {
  auto by = request.sort_by.value_or("created-date");
  if (by == "name") return {0, secret.name};
  if (by == "last-changed-date") return {secret.changed.milliseconds, secret.name};
  if (by == "last-accessed-date") return {secret.accessed.value_or(Timestamp{}).milliseconds, secret.name};
  return {secret.created.milliseconds, secret.name};
}

SecretListEntry list_entry(const ports::Call& call, const SecretRecord& record) {
  SecretListEntry entry;
  entry.arn = secret_arn(call.region, call.account, record);
  entry.name = record.name;
  if (!record.description.empty()) entry.description = record.description;
  if (!record.kms_key_id.empty()) entry.kms_key_id = record.kms_key_id;
  entry.last_changed_date = record.changed;
  entry.last_accessed_date = record.accessed;
  entry.deleted_date = record.deletion_asked;
  entry.created_date = record.created;
  entry.tags.emplace();
  for (const auto& [key, value] : record.tags) entry.tags->push_back({key, value});
  for (const auto& [stage, id] : record.stages) {
    if (!entry.secret_versions_to_stages) entry.secret_versions_to_stages.emplace();
    (*entry.secret_versions_to_stages)[id].push_back(stage);
  }
  return entry;
}

}  // namespace

Result<ListSecretsResponse> list_secrets(SecretsManager&, ports::Call& call, const ListSecretsRequest& request) {
  ListSecretsResponse response;
  response.secret_list.emplace();
  auto secrets = kSecrets.all(call.transaction, call.scope());
  std::erase_if(secrets, [&](const auto& secret) {
    if (secret.deletion_due && !request.include_planned_deletion.value_or(false)) return true;
    return !std::ranges::all_of(request.filters.value_or(std::vector<Filter>{}),
                                [&](const auto& filter) { return matches(secret, filter, call.region); });
  });
  std::ranges::sort(secrets, {}, [&](const auto& secret) { return sort_key(secret, request); });
  // AWS lists the newest first unless asked otherwise.
  if (request.sort_order.value_or("desc") == "desc") std::ranges::reverse(secrets);
  auto page = TRY(page_by_place(std::move(secrets), request, response));
  for (const auto& secret : page) response.secret_list->push_back(list_entry(call, secret));
  return response;
}

}  // namespace stellwerk::secretsmanager
