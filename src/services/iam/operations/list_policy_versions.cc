#include <algorithm>

#include "services/iam/directory.h"
#include "services/iam/managed_policies.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<ListPolicyVersionsResponse> list_policy_versions(Iam&, ports::Call& call,
                                                        const ListPolicyVersionsRequest& request) {
  Directory directory(call);
  std::vector<PolicyVersion> versions;
  if (const auto* managed = find_managed_policy(request.policy_arn)) {
    versions.push_back(TRY(view_version(*managed, std::string(managed->default_version_id))));
  } else {
    auto policy = TRY(directory.policy(request.policy_arn));
    for (const auto& version : directory.versions(policy)) versions.push_back(view(policy, version));
  }
  for (auto& version : versions) version.document.reset();
  ListPolicyVersionsResponse response;
  // Newest first, as AWS lists them.
  std::ranges::reverse(versions);
  response.versions = std::move(versions);
  response.is_truncated = false;
  return response;
}

}  // namespace stellwerk::iam
