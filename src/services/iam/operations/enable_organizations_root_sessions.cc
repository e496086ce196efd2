#include "services/iam/operations.h"
#include "services/iam/service.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<EnableOrganizationsRootSessionsResponse> enable_organizations_root_sessions(
    Iam& iam, ports::Call& call, const EnableOrganizationsRootSessionsRequest&) {
  auto organization = TRY(iam.managed_organization(call.transaction, call.account));
  OrganizationFeaturesRecord features = Iam::features_of(call.transaction, call.account);
  features.has_root_sessions = true;
  kOrganizationFeatures.put(call.transaction, call.global_scope(), {}, features);
  return EnableOrganizationsRootSessionsResponse{organization.organization_id, enabled_features(features)};
}

}  // namespace stellwerk::iam
