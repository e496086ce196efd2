#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"

namespace stellwerk::iam {

Result<PutGroupPolicyResponse> put_group_policy(Iam&, ports::Call& call, const PutGroupPolicyRequest& request) {
  Directory directory(call);
  auto group = TRY(directory.group(request.group_name));
  TRY(put_inline_policy(holder(group), request.policy_name, request.policy_document));
  directory.save(group);
  return PutGroupPolicyResponse{};
}

}  // namespace stellwerk::iam
