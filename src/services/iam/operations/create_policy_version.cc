#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<CreatePolicyVersionResponse> create_policy_version(Iam&, ports::Call& call,
                                                          const CreatePolicyVersionRequest& request) {
  Directory directory(call);
  auto policy = TRY(directory.own_policy(request.policy_arn));
  TRY(check_managed_policy_document(request.policy_document));
  if (directory.versions(policy).size() >= kPolicyVersionsLimit) {
    return errors::LimitExceededException(
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing "
        "version.");
  }
  PolicyVersionRecord version{++policy.last_version, request.policy_document, call.now};
  if (request.set_as_default.value_or(false)) {
    policy.default_version = version.version;
    policy.document = version.document;
  }
  policy.update_date = call.now;
  directory.save(policy);
  directory.save(policy, version);
  auto answer = view(policy, version);
  answer.document.reset();
  return CreatePolicyVersionResponse{answer};
}

}  // namespace stellwerk::iam
