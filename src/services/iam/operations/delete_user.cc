#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<DeleteUserResponse> delete_user(Iam&, ports::Call& call, const DeleteUserRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  if (!user.access_key_ids.empty()) {
    return errors::DeleteConflictException("Cannot delete entity, must delete access keys first.");
  }
  if (!user.groups.empty()) {
    return errors::DeleteConflictException("Cannot delete entity, must remove users from group first.");
  }
  TRY(check_free_of_policies(holder(user)));
  clear_boundary(directory, holder(user));
  directory.erase(user);
  return DeleteUserResponse{};
}

}  // namespace stellwerk::iam
