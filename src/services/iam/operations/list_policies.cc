#include <map>

#include "services/iam/directory.h"
#include "services/iam/managed_policies.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/permissions.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

namespace {

/// A policy before it is known whether its page shows it: there are more than a thousand of AWS's.
struct Candidate {
  std::string arn;
  const PolicyRecord* own = nullptr;
  const ManagedPolicy* managed = nullptr;
};

struct Usage {
  bool as_policy = false;
  bool as_boundary = false;
};

/// Whether the policy is used as PolicyUsageFilter and OnlyAttached ask.
bool is_wanted(Usage usage, const ListPoliciesRequest& request) {
  auto filter = request.policy_usage_filter.value_or("");
  if (filter == "PermissionsPolicy" && !usage.as_policy) return false;
  if (filter == "PermissionsBoundary" && !usage.as_boundary) return false;
  return !request.only_attached.value_or(false) || usage.as_policy || usage.as_boundary;
}

}  // namespace

Result<ListPoliciesResponse> list_policies(Iam&, ports::Call& call, const ListPoliciesRequest& request) {
  Directory directory(call);
  auto scope = request.scope.value_or("All");
  auto prefix = request.path_prefix.value_or("/");
  std::map<std::string, Usage> used;
  for (const auto& holder : kAttachments.all(call.transaction, call.global_scope())) {
    (holder.usage == kPolicyUsage ? used[holder.policy_arn].as_policy : used[holder.policy_arn].as_boundary) = true;
  }
  std::vector<Candidate> candidates;
  auto add = [&](Candidate candidate, std::string_view path) {
    auto found = used.find(candidate.arn);
    if (!path.starts_with(prefix) || !is_wanted(found == used.end() ? Usage{} : found->second, request)) return;
    candidates.push_back(std::move(candidate));
  };
  auto own = scope == "AWS" ? std::vector<PolicyRecord>{} : directory.policies();
  for (const auto& record : own) add({.arn = directory.arn(record), .own = &record}, record.path);
  if (scope != "Local") {
    for (const auto& managed : managed_policies()) add({.arn = managed.arn(), .managed = &managed}, managed.path);
  }
  ListPoliciesResponse response;
  response.policies.emplace();
  auto page = TRY(sorted_page_of(std::move(candidates), request, response, [](const auto& one) { return one.arn; }));
  for (const Candidate& one : page) {
    response.policies->push_back(one.own ? view(directory, *one.own, Detail::listed)
                                         : view(directory, *one.managed, Detail::listed));
  }
  return response;
}

}  // namespace stellwerk::iam
