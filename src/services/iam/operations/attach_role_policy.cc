#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<AttachRolePolicyResponse> attach_role_policy(Iam&, ports::Call& call, const AttachRolePolicyRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  TRY(attach_policy(directory, holder(role), request.policy_arn));
  directory.save(role);
  return AttachRolePolicyResponse{};
}

}  // namespace stellwerk::iam
