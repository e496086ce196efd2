#include "services/iam/directory.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<UpdateRoleResponse> update_role(Iam&, ports::Call& call, const UpdateRoleRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  if (request.description) role.description = *request.description;
  if (request.max_session_duration) role.max_session_seconds = *request.max_session_duration;
  directory.save(role);
  return UpdateRoleResponse{};
}

}  // namespace stellwerk::iam
