#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<DetachRolePolicyResponse> detach_role_policy(Iam&, ports::Call& call, const DetachRolePolicyRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  TRY(detach_policy(directory, holder(role), request.policy_arn));
  directory.save(role);
  return DetachRolePolicyResponse{};
}

}  // namespace stellwerk::iam
