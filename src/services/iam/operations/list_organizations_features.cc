#include "services/iam/operations.h"
#include "services/iam/service.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<ListOrganizationsFeaturesResponse> list_organizations_features(Iam& iam, ports::Call& call,
                                                                      const ListOrganizationsFeaturesRequest&) {
  auto organization = TRY(iam.managed_organization(call.transaction, call.account));
  return ListOrganizationsFeaturesResponse{organization.organization_id,
                                           enabled_features(Iam::features_of(call.transaction, call.account))};
}

}  // namespace stellwerk::iam
