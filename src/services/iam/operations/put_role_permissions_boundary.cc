#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<PutRolePermissionsBoundaryResponse> put_role_permissions_boundary(
    Iam&, ports::Call& call, const PutRolePermissionsBoundaryRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  TRY(set_boundary(directory, holder(role), request.permissions_boundary));
  directory.save(role);
  return PutRolePermissionsBoundaryResponse{};
}

}  // namespace stellwerk::iam
