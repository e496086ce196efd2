#include "ports/face.h"

#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

ports::Face open(ports::Foundation& on) {
  auto organizations = std::make_shared<Organizations>(on.get<ports::AccountRoles>());
  on.offer<ports::ServiceControl>(*organizations);
  return {.service = organizations, .operations = {bound(*organizations)}};
}

}  // namespace stellwerk::organizations
