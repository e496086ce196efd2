#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

Result<GetUserPolicyResponse> get_user_policy(Iam&, ports::Call& call, const GetUserPolicyRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  auto document = TRY(inline_policy(holder(user), request.policy_name));
  return GetUserPolicyResponse{user.name, request.policy_name, encoded_document(document)};
}

}  // namespace stellwerk::iam
