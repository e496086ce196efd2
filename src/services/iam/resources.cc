#include "auth/caller.h"
#include "aws/tags.h"
#include "services/iam/access_keys.h"
#include "services/iam/directory.h"
#include "services/iam/instance_profiles.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

/// What each operation needs leave for.
/// Source:
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
namespace stellwerk::iam {

namespace {

using Accesses = std::vector<ports::Access>;

void add_resource_tags(ports::Access& access, const Tags& tags) {
  aws::tell_resource_tags(access, tags, "iam:ResourceTag/");
}

ports::Access with_request_tags(ports::Access access, const std::optional<std::vector<Tag>>& tags) {
  aws::tell_request_tags(access, aws::tag_list(tags));
  return access;
}

ports::Access with_tag_keys(ports::Access access, const std::vector<std::string>& keys) {
  aws::tell_tag_keys(access, keys);
  return access;
}

ports::Access with_boundary(ports::Access access, const std::string& boundary) {
  if (!boundary.empty()) access.context["iam:PermissionsBoundary"] = {boundary};
  return access;
}

ports::Access with_policy(ports::Access access, const std::string& policy_arn) {
  access.context["iam:PolicyARN"] = {policy_arn};
  return access;
}

/// A user, group or role as a resource. Its path is part of its ARN; one that does not exist is asked for
/// under "/", so that strangers do not learn from the answer whether it exists.
template <class Record>
ports::Access on(ports::Call& call, const char* action, const char* kind, const std::string& name,
                 const Result<Record>& record) {
  auto arn =
      record ? entity_arn(call.account, kind, record->path, record->name) : entity_arn(call.account, kind, "/", name);
  ports::Access access{action, std::move(arn), call.account};
  if constexpr (requires { record->tags; }) {
    if (record) add_resource_tags(access, record->tags);
  }
  return record ? with_boundary(std::move(access), record->permissions.boundary) : access;
}

ports::Access on_user(ports::Call& call, const char* action, const std::string& name) {
  return on(call, action, "user", name, Directory(call).user(name));
}

ports::Access on_group(ports::Call& call, const char* action, const std::string& name) {
  return on(call, action, "group", name, Directory(call).group(name));
}

ports::Access on_role(ports::Call& call, const char* action, const std::string& name) {
  return on(call, action, "role", name, Directory(call).role(name));
}

ports::Access on_profile(ports::Call& call, const char* action, const std::string& name) {
  auto profile = InstanceProfiles(call).find(name);
  auto arn = profile ? entity_arn(call.account, "instance-profile", profile->path, profile->name)
                     : entity_arn(call.account, "instance-profile", "/", name);
  ports::Access access{action, std::move(arn), call.account};
  if (profile) add_resource_tags(access, profile->tags);
  return access;
}

ports::Access on_policy(ports::Call& call, const char* action, const std::string& policy_arn) {
  auto arn = parse_arn(policy_arn);
  bool is_of_aws = arn && arn->account == kAwsAccount;
  ports::Access access{action, policy_arn, arn && !is_of_aws ? arn->account : call.account};
  if (arn && arn->account == call.account) {
    auto policy = Directory(call).policy(policy_arn);
    if (policy) add_resource_tags(access, policy->tags);
  }
  return access;
}

ports::Access on_new(ports::Call& call, const char* action, const char* kind, const std::optional<std::string>& path,
                     const std::string& name) {
  return {action, entity_arn(call.account, kind, path.value_or("/"), name), call.account};
}

ports::Access on_all(ports::Call& call, const char* action, const char* kind) {
  return {action, "arn:aws:iam::" + call.account + ":" + kind, call.account};
}

/// Operations on oneself may leave the name out.
Result<Accesses> on_self(ports::Call& call, const char* action, const std::optional<std::string>& user_name) {
  return Accesses{on_user(call, action, TRY(user_or_caller(call, user_name)))};
}

/// Creating with tags takes the leave to tag as well.
Accesses creation(ports::Access create, const char* tag_action, const std::optional<std::vector<Tag>>& tags) {
  create = with_request_tags(std::move(create), tags);
  if (!tags || tags->empty()) return {create};
  auto tag = create;
  tag.action = tag_action;
  return {create, tag};
}

}  // namespace

#define STELLWERK_IAM_ACCESS(Operation, access)                                                            \
  Result<Accesses> accesses(Iam&, ports::Call& call, [[maybe_unused]] const Operation##Request& request) { \
    return Accesses{access};                                                                               \
  }

// Users
Result<Accesses> accesses(Iam&, ports::Call& call, const CreateUserRequest& request) {
  auto access = on_new(call, "iam:CreateUser", "user", request.path, request.user_name);
  return creation(with_boundary(std::move(access), request.permissions_boundary.value_or("")), "iam:TagUser",
                  request.tags);
}
Result<Accesses> accesses(Iam&, ports::Call& call, const GetUserRequest& request) {
  return on_self(call, "iam:GetUser", request.user_name);
}
Result<Accesses> accesses(Iam&, ports::Call& call, const UpdateUserRequest& request) {
  Accesses out{on_user(call, "iam:UpdateUser", request.user_name)};
  if (!request.new_path && !request.new_user_name) return out;
  auto user = Directory(call).user(request.user_name);
  auto path = request.new_path.value_or(user ? user->path : "/");
  auto name = request.new_user_name.value_or(user ? user->name : request.user_name);
  out.push_back(on_new(call, "iam:UpdateUser", "user", path, name));
  return out;
}
STELLWERK_IAM_ACCESS(DeleteUser, on_user(call, "iam:DeleteUser", request.user_name))
STELLWERK_IAM_ACCESS(ListUsers, on_all(call, "iam:ListUsers", ("user" + request.path_prefix.value_or("/")).c_str()))
STELLWERK_IAM_ACCESS(TagUser, with_request_tags(on_user(call, "iam:TagUser", request.user_name), request.tags))
STELLWERK_IAM_ACCESS(UntagUser, with_tag_keys(on_user(call, "iam:UntagUser", request.user_name), request.tag_keys))
STELLWERK_IAM_ACCESS(ListUserTags, on_user(call, "iam:ListUserTags", request.user_name))
STELLWERK_IAM_ACCESS(AttachUserPolicy,
                     with_policy(on_user(call, "iam:AttachUserPolicy", request.user_name), request.policy_arn))
STELLWERK_IAM_ACCESS(DetachUserPolicy,
                     with_policy(on_user(call, "iam:DetachUserPolicy", request.user_name), request.policy_arn))
STELLWERK_IAM_ACCESS(ListAttachedUserPolicies, on_user(call, "iam:ListAttachedUserPolicies", request.user_name))
STELLWERK_IAM_ACCESS(PutUserPolicy, on_user(call, "iam:PutUserPolicy", request.user_name))
STELLWERK_IAM_ACCESS(GetUserPolicy, on_user(call, "iam:GetUserPolicy", request.user_name))
STELLWERK_IAM_ACCESS(DeleteUserPolicy, on_user(call, "iam:DeleteUserPolicy", request.user_name))
STELLWERK_IAM_ACCESS(ListUserPolicies, on_user(call, "iam:ListUserPolicies", request.user_name))
STELLWERK_IAM_ACCESS(PutUserPermissionsBoundary,
                     with_boundary(on_user(call, "iam:PutUserPermissionsBoundary", request.user_name),
                                   request.permissions_boundary))
STELLWERK_IAM_ACCESS(DeleteUserPermissionsBoundary,
                     on_user(call, "iam:DeleteUserPermissionsBoundary", request.user_name))
STELLWERK_IAM_ACCESS(ListGroupsForUser, on_user(call, "iam:ListGroupsForUser", request.user_name))

// Access keys
Result<Accesses> accesses(Iam&, ports::Call& call, const CreateAccessKeyRequest& request) {
  return on_self(call, "iam:CreateAccessKey", request.user_name);
}
Result<Accesses> accesses(Iam&, ports::Call& call, const DeleteAccessKeyRequest& request) {
  return on_self(call, "iam:DeleteAccessKey", request.user_name);
}
Result<Accesses> accesses(Iam&, ports::Call& call, const UpdateAccessKeyRequest& request) {
  return on_self(call, "iam:UpdateAccessKey", request.user_name);
}
Result<Accesses> accesses(Iam&, ports::Call& call, const ListAccessKeysRequest& request) {
  return on_self(call, "iam:ListAccessKeys", request.user_name);
}
Result<Accesses> accesses(Iam&, ports::Call& call, const GetAccessKeyLastUsedRequest& request) {
  auto key = kAccessKeys.get(call.transaction, kInstallationScope, {request.access_key_id});
  if (!key || key->account != call.account) return Accesses{{"iam:GetAccessKeyLastUsed", "*", call.account}};
  return Accesses{on_user(call, "iam:GetAccessKeyLastUsed", key->user_name)};
}

// Groups
STELLWERK_IAM_ACCESS(CreateGroup, on_new(call, "iam:CreateGroup", "group", request.path, request.group_name))
STELLWERK_IAM_ACCESS(GetGroup, on_group(call, "iam:GetGroup", request.group_name))
Result<Accesses> accesses(Iam&, ports::Call& call, const UpdateGroupRequest& request) {
  Accesses out{on_group(call, "iam:UpdateGroup", request.group_name)};
  if (!request.new_path && !request.new_group_name) return out;
  auto group = Directory(call).group(request.group_name);
  auto path = request.new_path.value_or(group ? group->path : "/");
  auto name = request.new_group_name.value_or(group ? group->name : request.group_name);
  out.push_back(on_new(call, "iam:UpdateGroup", "group", path, name));
  return out;
}
STELLWERK_IAM_ACCESS(DeleteGroup, on_group(call, "iam:DeleteGroup", request.group_name))
STELLWERK_IAM_ACCESS(ListGroups, on_all(call, "iam:ListGroups", ("group" + request.path_prefix.value_or("/")).c_str()))
STELLWERK_IAM_ACCESS(AddUserToGroup, on_group(call, "iam:AddUserToGroup", request.group_name))
STELLWERK_IAM_ACCESS(RemoveUserFromGroup, on_group(call, "iam:RemoveUserFromGroup", request.group_name))
STELLWERK_IAM_ACCESS(AttachGroupPolicy,
                     with_policy(on_group(call, "iam:AttachGroupPolicy", request.group_name), request.policy_arn))
STELLWERK_IAM_ACCESS(DetachGroupPolicy,
                     with_policy(on_group(call, "iam:DetachGroupPolicy", request.group_name), request.policy_arn))
STELLWERK_IAM_ACCESS(ListAttachedGroupPolicies, on_group(call, "iam:ListAttachedGroupPolicies", request.group_name))
STELLWERK_IAM_ACCESS(PutGroupPolicy, on_group(call, "iam:PutGroupPolicy", request.group_name))
STELLWERK_IAM_ACCESS(GetGroupPolicy, on_group(call, "iam:GetGroupPolicy", request.group_name))
STELLWERK_IAM_ACCESS(DeleteGroupPolicy, on_group(call, "iam:DeleteGroupPolicy", request.group_name))
STELLWERK_IAM_ACCESS(ListGroupPolicies, on_group(call, "iam:ListGroupPolicies", request.group_name))

// Roles
Result<Accesses> accesses(Iam&, ports::Call& call, const CreateRoleRequest& request) {
  auto access = on_new(call, "iam:CreateRole", "role", request.path, request.role_name);
  return creation(with_boundary(std::move(access), request.permissions_boundary.value_or("")), "iam:TagRole",
                  request.tags);
}
STELLWERK_IAM_ACCESS(GetRole, on_role(call, "iam:GetRole", request.role_name))
STELLWERK_IAM_ACCESS(UpdateRole, on_role(call, "iam:UpdateRole", request.role_name))
STELLWERK_IAM_ACCESS(UpdateRoleDescription, on_role(call, "iam:UpdateRoleDescription", request.role_name))
STELLWERK_IAM_ACCESS(UpdateAssumeRolePolicy, on_role(call, "iam:UpdateAssumeRolePolicy", request.role_name))
STELLWERK_IAM_ACCESS(DeleteRole, on_role(call, "iam:DeleteRole", request.role_name))
STELLWERK_IAM_ACCESS(ListRoles, on_all(call, "iam:ListRoles", ("role" + request.path_prefix.value_or("/")).c_str()))
STELLWERK_IAM_ACCESS(TagRole, with_request_tags(on_role(call, "iam:TagRole", request.role_name), request.tags))
STELLWERK_IAM_ACCESS(UntagRole, with_tag_keys(on_role(call, "iam:UntagRole", request.role_name), request.tag_keys))
STELLWERK_IAM_ACCESS(ListRoleTags, on_role(call, "iam:ListRoleTags", request.role_name))
STELLWERK_IAM_ACCESS(AttachRolePolicy,
                     with_policy(on_role(call, "iam:AttachRolePolicy", request.role_name), request.policy_arn))
STELLWERK_IAM_ACCESS(DetachRolePolicy,
                     with_policy(on_role(call, "iam:DetachRolePolicy", request.role_name), request.policy_arn))
STELLWERK_IAM_ACCESS(ListAttachedRolePolicies, on_role(call, "iam:ListAttachedRolePolicies", request.role_name))
STELLWERK_IAM_ACCESS(PutRolePolicy, on_role(call, "iam:PutRolePolicy", request.role_name))
STELLWERK_IAM_ACCESS(GetRolePolicy, on_role(call, "iam:GetRolePolicy", request.role_name))
STELLWERK_IAM_ACCESS(DeleteRolePolicy, on_role(call, "iam:DeleteRolePolicy", request.role_name))
STELLWERK_IAM_ACCESS(ListRolePolicies, on_role(call, "iam:ListRolePolicies", request.role_name))
STELLWERK_IAM_ACCESS(PutRolePermissionsBoundary,
                     with_boundary(on_role(call, "iam:PutRolePermissionsBoundary", request.role_name),
                                   request.permissions_boundary))
STELLWERK_IAM_ACCESS(DeleteRolePermissionsBoundary,
                     on_role(call, "iam:DeleteRolePermissionsBoundary", request.role_name))

// Managed policies
Result<Accesses> accesses(Iam&, ports::Call& call, const CreatePolicyRequest& request) {
  auto access = on_new(call, "iam:CreatePolicy", "policy", request.path, request.policy_name);
  return creation(std::move(access), "iam:TagPolicy", request.tags);
}
STELLWERK_IAM_ACCESS(GetPolicy, on_policy(call, "iam:GetPolicy", request.policy_arn))
STELLWERK_IAM_ACCESS(DeletePolicy, on_policy(call, "iam:DeletePolicy", request.policy_arn))
STELLWERK_IAM_ACCESS(ListPolicies, (ports::Access{"iam:ListPolicies", "*", call.account}))
STELLWERK_IAM_ACCESS(CreatePolicyVersion, on_policy(call, "iam:CreatePolicyVersion", request.policy_arn))
STELLWERK_IAM_ACCESS(GetPolicyVersion, on_policy(call, "iam:GetPolicyVersion", request.policy_arn))
STELLWERK_IAM_ACCESS(DeletePolicyVersion, on_policy(call, "iam:DeletePolicyVersion", request.policy_arn))
STELLWERK_IAM_ACCESS(ListPolicyVersions, on_policy(call, "iam:ListPolicyVersions", request.policy_arn))
STELLWERK_IAM_ACCESS(SetDefaultPolicyVersion, on_policy(call, "iam:SetDefaultPolicyVersion", request.policy_arn))
STELLWERK_IAM_ACCESS(ListEntitiesForPolicy, on_policy(call, "iam:ListEntitiesForPolicy", request.policy_arn))
STELLWERK_IAM_ACCESS(TagPolicy, with_request_tags(on_policy(call, "iam:TagPolicy", request.policy_arn), request.tags))
STELLWERK_IAM_ACCESS(UntagPolicy,
                     with_tag_keys(on_policy(call, "iam:UntagPolicy", request.policy_arn), request.tag_keys))
STELLWERK_IAM_ACCESS(ListPolicyTags, on_policy(call, "iam:ListPolicyTags", request.policy_arn))

// Instance profiles
Result<Accesses> accesses(Iam&, ports::Call& call, const CreateInstanceProfileRequest& request) {
  auto access =
      on_new(call, "iam:CreateInstanceProfile", "instance-profile", request.path, request.instance_profile_name);
  return creation(std::move(access), "iam:TagInstanceProfile", request.tags);
}
STELLWERK_IAM_ACCESS(GetInstanceProfile, on_profile(call, "iam:GetInstanceProfile", request.instance_profile_name))
STELLWERK_IAM_ACCESS(DeleteInstanceProfile,
                     on_profile(call, "iam:DeleteInstanceProfile", request.instance_profile_name))
STELLWERK_IAM_ACCESS(ListInstanceProfiles, on_all(call, "iam:ListInstanceProfiles",
                                                  ("instance-profile" + request.path_prefix.value_or("/")).c_str()))
STELLWERK_IAM_ACCESS(ListInstanceProfilesForRole, on_role(call, "iam:ListInstanceProfilesForRole", request.role_name))
STELLWERK_IAM_ACCESS(TagInstanceProfile,
                     with_request_tags(on_profile(call, "iam:TagInstanceProfile", request.instance_profile_name),
                                       request.tags))
STELLWERK_IAM_ACCESS(UntagInstanceProfile,
                     with_tag_keys(on_profile(call, "iam:UntagInstanceProfile", request.instance_profile_name),
                                   request.tag_keys))
STELLWERK_IAM_ACCESS(ListInstanceProfileTags,
                     on_profile(call, "iam:ListInstanceProfileTags", request.instance_profile_name))
STELLWERK_IAM_ACCESS(RemoveRoleFromInstanceProfile,
                     on_profile(call, "iam:RemoveRoleFromInstanceProfile", request.instance_profile_name))
// The role passes to whatever machine the profile is given to.
Result<Accesses> accesses(Iam&, ports::Call& call, const AddRoleToInstanceProfileRequest& request) {
  auto pass = on_role(call, "iam:PassRole", request.role_name);
  pass.context["iam:PassedToService"] = {"ec2.amazonaws.com"};
  return Accesses{on_profile(call, "iam:AddRoleToInstanceProfile", request.instance_profile_name), pass};
}

// What users do not have here
Result<Accesses> accesses(Iam&, ports::Call& call, const ListMFADevicesRequest& request) {
  return on_self(call, "iam:ListMFADevices", request.user_name);
}
Result<Accesses> accesses(Iam&, ports::Call& call, const ListSSHPublicKeysRequest& request) {
  return on_self(call, "iam:ListSSHPublicKeys", request.user_name);
}
Result<Accesses> accesses(Iam&, ports::Call& call, const ListSigningCertificatesRequest& request) {
  return on_self(call, "iam:ListSigningCertificates", request.user_name);
}
Result<Accesses> accesses(Iam&, ports::Call& call, const ListServiceSpecificCredentialsRequest& request) {
  if (request.all_users.value_or(false)) return Accesses{on_all(call, "iam:ListServiceSpecificCredentials", "user/*")};
  return on_self(call, "iam:ListServiceSpecificCredentials", request.user_name);
}
Result<Accesses> accesses(Iam&, ports::Call& call, const GetLoginProfileRequest& request) {
  return on_self(call, "iam:GetLoginProfile", request.user_name);
}
Result<Accesses> accesses(Iam&, ports::Call& call, const DeleteLoginProfileRequest& request) {
  return on_self(call, "iam:DeleteLoginProfile", request.user_name);
}
STELLWERK_IAM_ACCESS(ListVirtualMFADevices, on_all(call, "iam:ListVirtualMFADevices", "mfa/*"))

// The account
STELLWERK_IAM_ACCESS(CreateAccountAlias, (ports::Access{"iam:CreateAccountAlias", "*", call.account}))
STELLWERK_IAM_ACCESS(DeleteAccountAlias, (ports::Access{"iam:DeleteAccountAlias", "*", call.account}))
STELLWERK_IAM_ACCESS(ListAccountAliases, (ports::Access{"iam:ListAccountAliases", "*", call.account}))
Result<Accesses> accesses(Iam&, ports::Call& call, const SimulatePrincipalPolicyRequest& request) {
  auto arn = parse_arn(request.policy_source_arn);
  return Accesses{{"iam:SimulatePrincipalPolicy", request.policy_source_arn, arn ? arn->account : call.account}};
}

STELLWERK_IAM_ACCESS(EnableOrganizationsRootSessions,
                     (ports::Access{"iam:EnableOrganizationsRootSessions", "*", call.account}))
STELLWERK_IAM_ACCESS(DisableOrganizationsRootSessions,
                     (ports::Access{"iam:DisableOrganizationsRootSessions", "*", call.account}))
STELLWERK_IAM_ACCESS(ListOrganizationsFeatures, (ports::Access{"iam:ListOrganizationsFeatures", "*", call.account}))

#undef STELLWERK_IAM_ACCESS

}  // namespace stellwerk::iam
