#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<DeleteUserPermissionsBoundaryResponse> delete_user_permissions_boundary(
    Iam&, ports::Call& call, const DeleteUserPermissionsBoundaryRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  clear_boundary(directory, holder(user));
  directory.save(user);
  return DeleteUserPermissionsBoundaryResponse{};
}

}  // namespace stellwerk::iam
