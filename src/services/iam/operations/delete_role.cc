#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<DeleteRoleResponse> delete_role(Iam&, ports::Call& call, const DeleteRoleRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  TRY(check_free_of_policies(holder(role)));
  clear_boundary(directory, holder(role));
  directory.erase(role);
  return DeleteRoleResponse{};
}

}  // namespace stellwerk::iam
