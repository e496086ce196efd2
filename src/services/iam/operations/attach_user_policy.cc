#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<AttachUserPolicyResponse> attach_user_policy(Iam&, ports::Call& call, const AttachUserPolicyRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  TRY(attach_policy(directory, holder(user), request.policy_arn));
  directory.save(user);
  return AttachUserPolicyResponse{};
}

}  // namespace stellwerk::iam
