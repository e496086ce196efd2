#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<EnableAWSServiceAccessResponse> enable_aws_service_access(Organizations&, ports::Call& call,
                                                                 const EnableAWSServiceAccessRequest& request) {
  Tree tree = TRY(managed_tree(call));
  if (!request.service_principal.ends_with(".amazonaws.com")) {
    return invalid_input("UNRECOGNIZED_SERVICE_PRINCIPAL", "You specified an unrecognized service principal.");
  }
  OrganizationRecord organization = tree.organization();
  organization.service_access.emplace(request.service_principal, call.now);
  tree.save(organization);
  return EnableAWSServiceAccessResponse{};
}

}  // namespace stellwerk::organizations
