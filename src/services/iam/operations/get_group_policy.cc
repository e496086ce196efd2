#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

Result<GetGroupPolicyResponse> get_group_policy(Iam&, ports::Call& call, const GetGroupPolicyRequest& request) {
  Directory directory(call);
  auto group = TRY(directory.group(request.group_name));
  auto document = TRY(inline_policy(holder(group), request.policy_name));
  return GetGroupPolicyResponse{group.name, request.policy_name, encoded_document(document)};
}

}  // namespace stellwerk::iam
