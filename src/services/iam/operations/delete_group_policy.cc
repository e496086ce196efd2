#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<DeleteGroupPolicyResponse> delete_group_policy(Iam&, ports::Call& call,
                                                      const DeleteGroupPolicyRequest& request) {
  Directory directory(call);
  auto group = TRY(directory.group(request.group_name));
  TRY(delete_inline_policy(holder(group), request.policy_name));
  directory.save(group);
  return DeleteGroupPolicyResponse{};
}

}  // namespace stellwerk::iam
