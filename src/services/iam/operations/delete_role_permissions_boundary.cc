#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<DeleteRolePermissionsBoundaryResponse> delete_role_permissions_boundary(
    Iam&, ports::Call& call, const DeleteRolePermissionsBoundaryRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  clear_boundary(directory, holder(role));
  directory.save(role);
  return DeleteRolePermissionsBoundaryResponse{};
}

}  // namespace stellwerk::iam
