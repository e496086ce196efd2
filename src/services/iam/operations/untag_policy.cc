#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

Result<UntagPolicyResponse> untag_policy(Iam&, ports::Call& call, const UntagPolicyRequest& request) {
  Directory directory(call);
  auto policy = TRY(directory.own_policy(request.policy_arn));
  remove_tags(policy.tags, request.tag_keys);
  directory.save(policy);
  return UntagPolicyResponse{};
}

}  // namespace stellwerk::iam
