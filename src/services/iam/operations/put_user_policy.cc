#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<PutUserPolicyResponse> put_user_policy(Iam&, ports::Call& call, const PutUserPolicyRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  TRY(put_inline_policy(holder(user), request.policy_name, request.policy_document));
  directory.save(user);
  return PutUserPolicyResponse{};
}

}  // namespace stellwerk::iam
