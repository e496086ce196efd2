#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<GetRoleResponse> get_role(Iam&, ports::Call& call, const GetRoleRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  GetRoleResponse response{view(directory, role, Detail::full)};
  response.role.role_last_used.emplace();
  if (auto use = kUses.get(call.transaction, kInstallationScope, {role.id})) {
    response.role.role_last_used = {use->last_used, use->region};
  }
  return response;
}

}  // namespace stellwerk::iam
