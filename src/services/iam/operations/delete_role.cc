#include "services/iam/directory.h"
#include "services/iam/instance_profiles.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<DeleteRoleResponse> delete_role(Iam&, ports::Call& call, const DeleteRoleRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  TRY(check_free_of_policies(holder(role)));
  for (const auto& profile : InstanceProfiles(call).all()) {
    if (profile.role_name == role.name) {
      return errors::DeleteConflictException("Cannot delete entity, must remove roles from instance profile first.");
    }
  }
  clear_boundary(directory, holder(role));
  kUses.erase(call.transaction, kInstallationScope, {role.id});
  directory.erase(role);
  return DeleteRoleResponse{};
}

}  // namespace stellwerk::iam
