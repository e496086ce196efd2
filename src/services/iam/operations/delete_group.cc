#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<DeleteGroupResponse> delete_group(Iam&, ports::Call& call, const DeleteGroupRequest& request) {
  Directory directory(call);
  auto group = TRY(directory.group(request.group_name));
  if (!directory.members(group.name).empty()) {
    return errors::DeleteConflictException("Cannot delete entity, must remove users from group first.");
  }
  TRY(check_free_of_policies(holder(group)));
  directory.erase(group);
  return DeleteGroupResponse{};
}

}  // namespace stellwerk::iam
