#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<UpdateAssumeRolePolicyResponse> update_assume_role_policy(Iam&, ports::Call& call,
                                                                 const UpdateAssumeRolePolicyRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  role.trust_policy = TRY(checked_trust_policy(call.transaction, request.policy_document));
  directory.save(role);
  return UpdateAssumeRolePolicyResponse{};
}

}  // namespace stellwerk::iam
