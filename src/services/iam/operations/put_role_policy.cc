#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<PutRolePolicyResponse> put_role_policy(Iam&, ports::Call& call, const PutRolePolicyRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  TRY(put_inline_policy(holder(role), request.policy_name, request.policy_document));
  directory.save(role);
  return PutRolePolicyResponse{};
}

}  // namespace stellwerk::iam
