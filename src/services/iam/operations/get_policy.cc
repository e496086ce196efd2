#include "services/iam/directory.h"
#include "services/iam/managed_policies.h"
#include "services/iam/operations.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<GetPolicyResponse> get_policy(Iam&, ports::Call& call, const GetPolicyRequest& request) {
  Directory directory(call);
  if (const auto* managed = find_managed_policy(request.policy_arn)) {
    return GetPolicyResponse{view(directory, *managed, Detail::full)};
  }
  auto policy = TRY(directory.policy(request.policy_arn));
  return GetPolicyResponse{view(directory, policy, Detail::full)};
}

}  // namespace stellwerk::iam
