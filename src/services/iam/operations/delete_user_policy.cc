#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<DeleteUserPolicyResponse> delete_user_policy(Iam&, ports::Call& call, const DeleteUserPolicyRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  TRY(delete_inline_policy(holder(user), request.policy_name));
  directory.save(user);
  return DeleteUserPolicyResponse{};
}

}  // namespace stellwerk::iam
