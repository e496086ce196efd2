#include "services/organizations/service.h"

namespace stellwerk::organizations {

std::vector<std::vector<std::string>> Organizations::policies_for(store::Transaction& transaction,
                                                                  const std::string& account) {
  auto tree = find_tree(transaction, account);
  if (!tree || tree->organization().management_account == account || !tree->is_enabled(kServiceControlPolicy))
    return {};
  std::vector<std::vector<std::string>> out;
  for (const auto& id : tree->line_to(account)) {
    auto& list = out.emplace_back();
    for (PolicyRecord& policy : tree->policies_on(id)) list.push_back(std::move(policy.content));
  }
  return out;
}

bool Organizations::is_suspended(store::Transaction& transaction, const std::string& account) {
  auto record = kAccounts.get(transaction, installation_scope(), {account});
  return record && record->state != "ACTIVE";
}

bool Organizations::trusts_service(store::Transaction& transaction, const std::string& management_account,
                                   std::string_view service_principal) {
  auto organization = kOrganizations.get(transaction, {management_account, "global"}, {});
  return organization && organization->service_access.contains(std::string(service_principal));
}

std::optional<ports::OrganizationPlace> Organizations::place_of(store::Transaction& transaction,
                                                                const std::string& account) {
  auto tree = find_tree(transaction, account);
  auto record = tree ? tree->account(account) : std::nullopt;
  if (!record) return std::nullopt;
  return ports::OrganizationPlace{tree->organization().id, tree->organization().management_account,
                                  tree->path_of(record->parent_id)};
}

}  // namespace stellwerk::organizations
