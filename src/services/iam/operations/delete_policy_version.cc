#include "services/iam/directory.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<DeletePolicyVersionResponse> delete_policy_version(Iam&, ports::Call& call,
                                                          const DeletePolicyVersionRequest& request) {
  Directory directory(call);
  auto policy = TRY(directory.own_policy(request.policy_arn));
  auto version = TRY(directory.policy_version(policy, request.version_id));
  if (version.version == policy.default_version) {
    return errors::DeleteConflictException("Cannot delete the default version of a policy.");
  }
  policy.update_date = call.now;
  directory.save(policy);
  directory.erase(policy, version);
  return DeletePolicyVersionResponse{};
}

}  // namespace stellwerk::iam
