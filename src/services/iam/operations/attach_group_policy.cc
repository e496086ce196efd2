#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<AttachGroupPolicyResponse> attach_group_policy(Iam&, ports::Call& call,
                                                      const AttachGroupPolicyRequest& request) {
  Directory directory(call);
  auto group = TRY(directory.group(request.group_name));
  TRY(attach_policy(directory, holder(group), request.policy_arn));
  directory.save(group);
  return AttachGroupPolicyResponse{};
}

}  // namespace stellwerk::iam
