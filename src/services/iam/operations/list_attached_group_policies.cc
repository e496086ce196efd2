#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<ListAttachedGroupPoliciesResponse> list_attached_group_policies(
    Iam&, ports::Call& call, const ListAttachedGroupPoliciesRequest& request) {
  Directory directory(call);
  auto group = TRY(directory.group(request.group_name));
  ListAttachedGroupPoliciesResponse response;
  auto prefix = request.path_prefix.value_or("/");
  std::vector<AttachedPolicy> attached;
  for (const auto& arn : group.permissions.attached) {
    if (policy_path(arn).starts_with(prefix)) attached.push_back(attached_policy(arn));
  }
  response.attached_policies = TRY(sorted_page_of(std::move(attached), request, response,
                                                  [](const AttachedPolicy& policy) { return *policy.policy_arn; }));
  return response;
}

}  // namespace stellwerk::iam
