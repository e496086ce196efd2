#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<DetachGroupPolicyResponse> detach_group_policy(Iam&, ports::Call& call,
                                                      const DetachGroupPolicyRequest& request) {
  Directory directory(call);
  auto group = TRY(directory.group(request.group_name));
  TRY(detach_policy(directory, holder(group), request.policy_arn));
  directory.save(group);
  return DetachGroupPolicyResponse{};
}

}  // namespace stellwerk::iam
