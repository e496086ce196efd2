#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<UpdateAssumeRolePolicyResponse> update_assume_role_policy(Iam&, ports::Call& call,
                                                                 const UpdateAssumeRolePolicyRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  TRY(check_trust_policy_document(call.transaction, request.policy_document));
  role.trust_policy = request.policy_document;
  directory.save(role);
  return UpdateAssumeRolePolicyResponse{};
}

}  // namespace stellwerk::iam
