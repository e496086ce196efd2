#include "services/iam/directory.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<SetDefaultPolicyVersionResponse> set_default_policy_version(Iam&, ports::Call& call,
                                                                   const SetDefaultPolicyVersionRequest& request) {
  Directory directory(call);
  auto policy = TRY(directory.own_policy(request.policy_arn));
  auto version = TRY(directory.policy_version(policy, request.version_id));
  policy.default_version = version.version;
  policy.document = version.document;
  policy.update_date = call.now;
  directory.save(policy);
  return SetDefaultPolicyVersionResponse{};
}

}  // namespace stellwerk::iam
