#include "services/iam/directory.h"
#include "services/iam/managed_policies.h"
#include "services/iam/operations.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<GetPolicyVersionResponse> get_policy_version(Iam&, ports::Call& call, const GetPolicyVersionRequest& request) {
  Directory directory(call);
  if (const auto* managed = find_managed_policy(request.policy_arn)) {
    return GetPolicyVersionResponse{TRY(view_version(*managed, request.version_id))};
  }
  auto policy = TRY(directory.policy(request.policy_arn));
  auto version = TRY(directory.policy_version(policy, request.version_id));
  return GetPolicyVersionResponse{view(policy, version)};
}

}  // namespace stellwerk::iam
