#include "aws/tags.h"
#include "services/organizations/operations.h"
#include "services/organizations/service.h"

// Which operation needs leave for which of these stands in operations.list.
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
namespace stellwerk::organizations {

/// A root, unit, account or policy by its id. What is unknown counts as "*": the operation itself says what is missing.
Result<ports::Access> entity_access(Organizations&, ports::Call& call, const std::string& id) {
  ports::Access access{.resource = "*"};
  auto tree = find_tree(call.transaction, call.account);
  if (auto arn = tree ? tree->arn_of(id) : std::nullopt) {
    access.resource = *arn;
    aws::tell_resource_tags(access, tree->tags(id));
    if (tree->policy(id)) access.context["organizations:PolicyType"] = {std::string(kServiceControlPolicy)};
  }
  return access;
}

/// Policies, and what they are laid on, are told apart by type in conditions.
Result<ports::Access> policy_access(Organizations& organizations, ports::Call& call, const std::string& id) {
  ports::Access access = TRY(entity_access(organizations, call, id));
  access.context["organizations:PolicyType"] = {std::string(kServiceControlPolicy)};
  return access;
}

/// What comes to be, whose id is not known yet.
Result<ports::Access> new_access(Organizations&, ports::Call& call, const std::string& kind) {
  ports::Access access{.resource = "*"};
  if (auto tree = find_tree(call.transaction, call.account)) {
    access.resource = kind == "policy" ? tree->policy_arn("*") : tree->arn(kind, "*");
  }
  return access;
}

}  // namespace stellwerk::organizations
