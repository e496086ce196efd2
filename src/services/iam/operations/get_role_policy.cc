#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

Result<GetRolePolicyResponse> get_role_policy(Iam&, ports::Call& call, const GetRolePolicyRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  auto document = TRY(inline_policy(holder(role), request.policy_name));
  return GetRolePolicyResponse{role.name, request.policy_name, encoded_document(document)};
}

}  // namespace stellwerk::iam
