#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

/// No account can be registered as one here, so there are none.
Result<ListDelegatedAdministratorsResponse> list_delegated_administrators(Organizations&, ports::Call& call,
                                                                          const ListDelegatedAdministratorsRequest&) {
  TRY(managed_tree(call));
  return ListDelegatedAdministratorsResponse{.delegated_administrators = std::vector<DelegatedAdministrator>()};
}

}  // namespace stellwerk::organizations
