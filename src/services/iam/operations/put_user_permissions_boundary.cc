#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<PutUserPermissionsBoundaryResponse> put_user_permissions_boundary(
    Iam&, ports::Call& call, const PutUserPermissionsBoundaryRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  TRY(set_boundary(directory, holder(user), request.permissions_boundary));
  directory.save(user);
  return PutUserPermissionsBoundaryResponse{};
}

}  // namespace stellwerk::iam
