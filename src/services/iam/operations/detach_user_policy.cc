#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<DetachUserPolicyResponse> detach_user_policy(Iam&, ports::Call& call, const DetachUserPolicyRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  TRY(detach_policy(directory, holder(user), request.policy_arn));
  directory.save(user);
  return DetachUserPolicyResponse{};
}

}  // namespace stellwerk::iam
