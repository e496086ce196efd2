#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<ListAWSServiceAccessForOrganizationResponse> list_aws_service_access_for_organization(
    Organizations&, ports::Call& call, const ListAWSServiceAccessForOrganizationRequest& request) {
  Tree tree = TRY(managed_tree(call));
  std::vector<EnabledServicePrincipal> all;
  for (const auto& [principal, enabled] : tree.organization().service_access) {
    all.push_back({.service_principal = principal, .date_enabled = enabled});
  }
  auto page = TRY(page_of(
      request.kOperation, all, [](const auto& one) { return *one.service_principal; }, request.max_results,
      request.next_token));
  return ListAWSServiceAccessForOrganizationResponse{.enabled_service_principals = page.items, .next_token = page.next};
}

}  // namespace stellwerk::organizations
