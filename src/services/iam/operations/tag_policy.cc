#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<TagPolicyResponse> tag_policy(Iam&, ports::Call& call, const TagPolicyRequest& request) {
  Directory directory(call);
  auto policy = TRY(directory.own_policy(request.policy_arn));
  TRY(add_tags(policy.tags, tag_pairs(request.tags)));
  directory.save(policy);
  return TagPolicyResponse{};
}

}  // namespace stellwerk::iam
