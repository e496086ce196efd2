#include "ports/access.h"
#include "services/organizations/operations.h"
#include "services/organizations/service.h"

// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
namespace stellwerk::organizations {
namespace {

using Accesses = std::vector<ports::Access>;

std::string action_for(std::string_view operation) { return "organizations:" + std::string(operation); }

Accesses on_everything(std::string_view operation) { return {{.action = action_for(operation), .resource = "*"}}; }

/// One access for each id. What is unknown counts as "*": the operation itself says what is missing.
Accesses on(ports::Call& call, std::string_view operation, std::initializer_list<std::string> ids) {
  auto tree = find_tree(call.transaction, call.account);
  Accesses out;
  for (const auto& id : ids) {
    ports::Access access{.action = action_for(operation), .resource = "*"};
    if (auto arn = tree ? tree->arn_of(id) : std::nullopt) {
      access.resource = *arn;
      for (auto& [key, value] : tree->tags(id)) access.context["aws:ResourceTag/" + key] = {value};
    }
    out.push_back(std::move(access));
  }
  return out;
}

Accesses with(Accesses accesses, const std::string& key, const std::string& value) {
  for (auto& access : accesses) access.context[key] = {value};
  return accesses;
}

Accesses with_tags(Accesses accesses, const std::optional<std::vector<Tag>>& tags) {
  for (auto& access : accesses) {
    for (const Tag& tag : tags.value_or(std::vector<Tag>())) {
      access.context["aws:RequestTag/" + tag.key] = {tag.value};
      access.context["aws:TagKeys"].push_back(tag.key);
    }
  }
  return accesses;
}

/// Tags given at creation need the leave to tag what comes to be, whose id is not known yet.
Accesses creation(ports::Call& call, Accesses accesses, std::string_view kind,
                  const std::optional<std::vector<Tag>>& tags) {
  if (!tags || tags->empty()) return accesses;
  accesses = with_tags(std::move(accesses), tags);
  ports::Access tag = accesses[0];
  tag.action = action_for("TagResource");
  tag.resource = "*";
  if (auto tree = find_tree(call.transaction, call.account)) {
    tag.resource = kind == "policy" ? tree->policy_arn("*") : tree->arn(kind, "*");
  }
  std::erase_if(tag.context, [](const auto& entry) { return entry.first.starts_with("aws:ResourceTag/"); });
  accesses.push_back(std::move(tag));
  return accesses;
}

/// Policies are told apart by type in conditions.
Accesses on_policy(ports::Call& call, std::string_view operation, std::initializer_list<std::string> ids) {
  return with(on(call, operation, ids), "organizations:PolicyType", std::string(kServiceControlPolicy));
}

}  // namespace

#define ON_EVERYTHING(Name)                                                       \
  Result<Accesses> accesses(Organizations&, ports::Call&, const Name##Request&) { \
    return on_everything(Name##Request::kOperation);                              \
  }
#define ON(Name, member)                                                                       \
  Result<Accesses> accesses(Organizations&, ports::Call& call, const Name##Request& request) { \
    return on(call, Name##Request::kOperation, {request.member});                              \
  }

ON_EVERYTHING(CreateOrganization)
ON_EVERYTHING(DeleteOrganization)
ON_EVERYTHING(DescribeOrganization)
ON_EVERYTHING(DescribeCreateAccountStatus)
ON_EVERYTHING(ListAWSServiceAccessForOrganization)
ON_EVERYTHING(ListAccounts)
ON_EVERYTHING(ListCreateAccountStatus)
ON_EVERYTHING(ListDelegatedAdministrators)
ON_EVERYTHING(ListRoots)
ON(CloseAccount, account_id)
ON(DescribeAccount, account_id)
ON(RemoveAccountFromOrganization, account_id)
ON(DeleteOrganizationalUnit, organizational_unit_id)
ON(DescribeOrganizationalUnit, organizational_unit_id)
ON(UpdateOrganizationalUnit, organizational_unit_id)
ON(ListAccountsForParent, parent_id)
ON(ListChildren, parent_id)
ON(ListOrganizationalUnitsForParent, parent_id)
ON(ListParents, child_id)
ON(ListTagsForResource, resource_id)

#undef ON
#undef ON_EVERYTHING

Result<Accesses> accesses(Organizations&, ports::Call& call, const CreateAccountRequest& request) {
  return creation(call, on_everything(request.kOperation), "account", request.tags);
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const CreateOrganizationalUnitRequest& request) {
  return creation(call, on(call, request.kOperation, {request.parent_id}), "ou", request.tags);
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const CreatePolicyRequest& request) {
  auto create = with(on_everything(request.kOperation), "organizations:PolicyType", request.type);
  return creation(call, std::move(create), "policy", request.tags);
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const AttachPolicyRequest& request) {
  return on_policy(call, request.kOperation, {request.policy_id, request.target_id});
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const DetachPolicyRequest& request) {
  return on_policy(call, request.kOperation, {request.policy_id, request.target_id});
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const DeletePolicyRequest& request) {
  return on_policy(call, request.kOperation, {request.policy_id});
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const DescribePolicyRequest& request) {
  return on_policy(call, request.kOperation, {request.policy_id});
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const UpdatePolicyRequest& request) {
  return on_policy(call, request.kOperation, {request.policy_id});
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const ListTargetsForPolicyRequest& request) {
  return on_policy(call, request.kOperation, {request.policy_id});
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const ListPoliciesForTargetRequest& request) {
  return with(on(call, request.kOperation, {request.target_id}), "organizations:PolicyType", request.filter);
}

Result<Accesses> accesses(Organizations&, ports::Call&, const ListPoliciesRequest& request) {
  return with(on_everything(request.kOperation), "organizations:PolicyType", request.filter);
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const EnablePolicyTypeRequest& request) {
  return with(on(call, request.kOperation, {request.root_id}), "organizations:PolicyType", request.policy_type);
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const DisablePolicyTypeRequest& request) {
  return with(on(call, request.kOperation, {request.root_id}), "organizations:PolicyType", request.policy_type);
}

Result<Accesses> accesses(Organizations&, ports::Call&, const EnableAWSServiceAccessRequest& request) {
  return with(on_everything(request.kOperation), "organizations:ServicePrincipal", request.service_principal);
}

Result<Accesses> accesses(Organizations&, ports::Call&, const DisableAWSServiceAccessRequest& request) {
  return with(on_everything(request.kOperation), "organizations:ServicePrincipal", request.service_principal);
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const MoveAccountRequest& request) {
  return on(call, request.kOperation, {request.account_id, request.source_parent_id, request.destination_parent_id});
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const TagResourceRequest& request) {
  return with_tags(on(call, request.kOperation, {request.resource_id}), request.tags);
}

Result<Accesses> accesses(Organizations&, ports::Call& call, const UntagResourceRequest& request) {
  Accesses out = on(call, request.kOperation, {request.resource_id});
  for (auto& access : out) access.context["aws:TagKeys"] = request.tag_keys;
  return out;
}

}  // namespace stellwerk::organizations
