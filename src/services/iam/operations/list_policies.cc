#include "services/iam/directory.h"
#include "services/iam/managed_policies.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

namespace {

/// Whether the policy is used as PolicyUsageFilter and OnlyAttached ask.
bool is_wanted(const Policy& policy, const ListPoliciesRequest& request) {
  bool as_policy = policy.attachment_count.value_or(0) > 0;
  bool as_boundary = policy.permissions_boundary_usage_count.value_or(0) > 0;
  auto filter = request.policy_usage_filter.value_or("");
  if (filter == "PermissionsPolicy" && !as_policy) return false;
  if (filter == "PermissionsBoundary" && !as_boundary) return false;
  return !request.only_attached.value_or(false) || as_policy || as_boundary;
}

}  // namespace

Result<ListPoliciesResponse> list_policies(Iam&, ports::Call& call, const ListPoliciesRequest& request) {
  Directory directory(call);
  auto scope = request.scope.value_or("All");
  auto prefix = request.path_prefix.value_or("/");
  std::vector<Policy> policies;
  auto add = [&](Policy policy) {
    if (policy.path->starts_with(prefix) && is_wanted(policy, request)) policies.push_back(std::move(policy));
  };
  if (scope != "AWS") {
    for (const auto& record : directory.policies()) add(view(directory, record, Detail::listed));
  }
  if (scope != "Local") {
    for (const auto& managed : managed_policies()) add(view(directory, managed, Detail::listed));
  }
  ListPoliciesResponse response;
  response.policies =
      TRY(sorted_page_of(std::move(policies), request, response, [](const Policy& policy) { return *policy.arn; }));
  return response;
}

}  // namespace stellwerk::iam
