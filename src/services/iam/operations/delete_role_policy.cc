#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<DeleteRolePolicyResponse> delete_role_policy(Iam&, ports::Call& call, const DeleteRolePolicyRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  TRY(delete_inline_policy(holder(role), request.policy_name));
  directory.save(role);
  return DeleteRolePolicyResponse{};
}

}  // namespace stellwerk::iam
