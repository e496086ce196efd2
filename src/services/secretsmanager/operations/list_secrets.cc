#include <algorithm>

#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/pages.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {

namespace {

constexpr std::string_view kList = "secrets";

/// Where a secret stands among the others, in the order that the request asks for.
using Place = std::pair<std::int64_t, std::string>;

Place place_of(const SecretRecord& secret, const ListSecretsRequest& request) {
  auto by = request.sort_by.value_or("created-date");
  if (by == "name") return {0, secret.name};
  if (by == "last-changed-date") return {secret.changed.milliseconds, secret.name};
  if (by == "last-accessed-date") return {secret.accessed.value_or(Timestamp{}).milliseconds, secret.name};
  return {secret.created.milliseconds, secret.name};
}

/// The place in a token: the last one that was given out.
std::optional<Place> place_in(const std::string& token) {
  auto key = aws::key_in_token(kList, token);
  if (!key || key->size() != 2 || key->front().size() != store::ordered(0).size()) return std::nullopt;
  return Place{static_cast<std::int64_t>(store::from_ordered(key->front())), key->back()};
}

std::string token_of(const Place& place) {
  return aws::page_token(kList, {store::ordered(static_cast<std::uint64_t>(place.first)), place.second});
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
  // AWS lists the newest first unless asked otherwise.
  bool is_descending = request.sort_order.value_or("desc") == "desc";
  auto comes_before = [&](const Place& a, const Place& b) { return is_descending ? b < a : a < b; };
  auto place = [&](const SecretRecord& secret) { return place_of(secret, request); };
  if (request.next_token) {
    auto last = place_in(*request.next_token);
    if (!last) return foreign_token();
    std::erase_if(secrets, [&](const auto& secret) { return !comes_before(*last, place(secret)); });
  }
  std::ranges::sort(secrets, comes_before, place);
  auto size = aws::page_size(request.max_results, kDefaultPage, kDefaultPage);
  if (secrets.size() > size) {
    secrets.resize(size);
    response.next_token = token_of(place(secrets.back()));
  }
  for (auto& secret : secrets) {
    auto& entry = response.secret_list->emplace_back();
    show_secret(FoundSecret{call.scope(), std::move(secret)}, entry, entry.secret_versions_to_stages);
  }
  return response;
}

}  // namespace stellwerk::secretsmanager
