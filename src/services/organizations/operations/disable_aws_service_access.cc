#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

Result<DisableAWSServiceAccessResponse> disable_aws_service_access(Organizations&, ports::Call& call,
                                                                   const DisableAWSServiceAccessRequest& request) {
  Tree tree = TRY(managed_tree(call));
  OrganizationRecord organization = tree.organization();
  organization.service_access.erase(request.service_principal);
  tree.save(organization);
  return DisableAWSServiceAccessResponse{};
}

}  // namespace stellwerk::organizations
