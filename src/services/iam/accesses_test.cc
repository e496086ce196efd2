#include "services/iam/test_account.h"

namespace stellwerk::iam {
namespace {

using Words = std::vector<std::string>;

const std::string kArns = "arn:aws:iam::111122223333:";
const std::string kReadOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const std::vector<Tag> kTagsGiven{{"a", "b"}};
// What a policy may ask of an entity with a tag, and of one with a boundary too.
const std::string kTagged = " aws:ResourceTag/team";
const std::string kLimited = " aws:ResourceTag/team iam:PermissionsBoundary iam:ResourceTag/team";
const std::string kGiven = " aws:RequestTag/a aws:ResourceTag/team aws:TagKeys";

class IamAccesses : public testing::Test {
 protected:
  IamAccesses() {
    std::vector<Tag> tags{{"team", "bus"}};
    EXPECT_TRUE(account.run(create_user, CreateUserRequest{"/p/", "anna", kReadOnly, tags}));
    EXPECT_TRUE(account.run(create_group, CreateGroupRequest{"/p/", "drivers"}));
    CreateRoleRequest role{.path = "/p/", .role_name = "build", .assume_role_policy_document = kTestTrust};
    role.permissions_boundary = kReadOnly;
    role.tags = tags;
    EXPECT_TRUE(account.run(create_role, role));
    CreatePolicyRequest policy{.policy_name = "own", .policy_document = kTestDocument, .tags = tags};
    EXPECT_TRUE(account.run(create_policy, policy));
    EXPECT_TRUE(account.run(create_instance_profile, CreateInstanceProfileRequest{"machine", "/p/", tags}));
    account.caller.user_name = "anna";
  }

  template <class Request>
  Words asked(const Request& request) {
    return in_words(account.in_call([&](ports::Call& call) { return accesses(account.iam, call, request); }));
  }

  /// Requests that ask leave for the action of their name alone.
  template <class Request>
  void expect_on(const std::string& resource, const std::string& keys, const Request& request) {
    EXPECT_EQ(asked(request), Words{"iam:" + std::string(Request::kOperation) + " " + resource + keys});
  }

  TestAccount account;
};

TEST_F(IamAccesses, OfUsers) {
  const std::string anna = kArns + "user/p/anna";
  expect_on(anna, kLimited, GetUserRequest{"anna"});
  expect_on(anna, kLimited, GetUserRequest{"ANNA"});
  expect_on(anna, kLimited, GetUserRequest{});
  expect_on(kArns + "user/nobody", "", GetUserRequest{"nobody"});
  expect_on(anna, kLimited, DeleteUserRequest{"anna"});
  expect_on(anna, kGiven + " iam:PermissionsBoundary iam:ResourceTag/team", TagUserRequest{"anna", kTagsGiven});
  expect_on(anna, " aws:ResourceTag/team aws:TagKeys iam:PermissionsBoundary iam:ResourceTag/team",
            UntagUserRequest{"anna", {"a"}});
  expect_on(anna, kLimited, ListUserTagsRequest{"anna"});
  expect_on(anna, " aws:ResourceTag/team iam:PermissionsBoundary iam:PolicyARN iam:ResourceTag/team",
            AttachUserPolicyRequest{"anna", kReadOnly});
  expect_on(anna, " aws:ResourceTag/team iam:PermissionsBoundary iam:PolicyARN iam:ResourceTag/team",
            DetachUserPolicyRequest{"anna", kReadOnly});
  expect_on(anna, kLimited, ListAttachedUserPoliciesRequest{"anna"});
  expect_on(anna, kLimited, PutUserPolicyRequest{"anna", "p", "{}"});
  expect_on(anna, kLimited, GetUserPolicyRequest{"anna", "p"});
  expect_on(anna, kLimited, DeleteUserPolicyRequest{"anna", "p"});
  expect_on(anna, kLimited, ListUserPoliciesRequest{"anna"});
  expect_on(anna, kLimited, PutUserPermissionsBoundaryRequest{"anna", kReadOnly});
  expect_on(anna, kLimited, DeleteUserPermissionsBoundaryRequest{"anna"});
  expect_on(anna, kLimited, ListGroupsForUserRequest{"anna"});
  expect_on(kArns + "user/p/", "", ListUsersRequest{"/p/"});
  EXPECT_EQ(asked(UpdateUserRequest{"anna", "/q/", "Anna"}),
            (Words{"iam:UpdateUser " + anna + kLimited, "iam:UpdateUser " + kArns + "user/q/Anna"}));
  EXPECT_EQ(asked(CreateUserRequest{"/q/", "bert", kReadOnly, kTagsGiven}),
            (Words{"iam:CreateUser " + kArns + "user/q/bert aws:RequestTag/a aws:TagKeys iam:PermissionsBoundary",
                   "iam:TagUser " + kArns + "user/q/bert aws:RequestTag/a aws:TagKeys iam:PermissionsBoundary"}));
}

TEST_F(IamAccesses, OfWhatAUserHas) {
  const std::string anna = kArns + "user/p/anna";
  expect_on(anna, kLimited, CreateAccessKeyRequest{});
  expect_on(anna, kLimited, DeleteAccessKeyRequest{"anna", "AKIA"});
  expect_on(anna, kLimited, UpdateAccessKeyRequest{"anna", "AKIA", "Inactive"});
  expect_on(anna, kLimited, ListAccessKeysRequest{"anna"});
  expect_on("*", "", GetAccessKeyLastUsedRequest{"AKIANOBODY"});
  expect_on(anna, kLimited, ListMFADevicesRequest{"anna"});
  expect_on(anna, kLimited, ListSSHPublicKeysRequest{"anna"});
  expect_on(anna, kLimited, ListSigningCertificatesRequest{"anna"});
  expect_on(anna, kLimited, ListServiceSpecificCredentialsRequest{"anna"});
  expect_on(anna, kLimited, GetLoginProfileRequest{"anna"});
  expect_on(anna, kLimited, DeleteLoginProfileRequest{"anna"});
  expect_on(kArns + "mfa/*", "", ListVirtualMFADevicesRequest{});
}

TEST_F(IamAccesses, OfGroups) {
  const std::string drivers = kArns + "group/p/drivers";
  expect_on(kArns + "group/q/new", "", CreateGroupRequest{"/q/", "new"});
  expect_on(drivers, "", GetGroupRequest{"drivers"});
  expect_on(drivers, "", DeleteGroupRequest{"drivers"});
  expect_on(drivers, "", AddUserToGroupRequest{"drivers", "anna"});
  expect_on(drivers, "", RemoveUserFromGroupRequest{"drivers", "anna"});
  expect_on(drivers, " iam:PolicyARN", AttachGroupPolicyRequest{"drivers", kReadOnly});
  expect_on(drivers, " iam:PolicyARN", DetachGroupPolicyRequest{"drivers", kReadOnly});
  expect_on(drivers, "", ListAttachedGroupPoliciesRequest{"drivers"});
  expect_on(drivers, "", PutGroupPolicyRequest{"drivers", "p", "{}"});
  expect_on(drivers, "", GetGroupPolicyRequest{"drivers", "p"});
  expect_on(drivers, "", DeleteGroupPolicyRequest{"drivers", "p"});
  expect_on(drivers, "", ListGroupPoliciesRequest{"drivers"});
  expect_on(kArns + "group/", "", ListGroupsRequest{});
  EXPECT_EQ(asked(UpdateGroupRequest{"drivers", "/q/"}),
            (Words{"iam:UpdateGroup " + drivers, "iam:UpdateGroup " + kArns + "group/q/drivers"}));
}

TEST_F(IamAccesses, OfRoles) {
  const std::string build = kArns + "role/p/build";
  const std::string with_policy = " aws:ResourceTag/team iam:PermissionsBoundary iam:PolicyARN iam:ResourceTag/team";
  expect_on(build, kLimited, GetRoleRequest{"build"});
  expect_on(build, kLimited, UpdateRoleRequest{"build"});
  expect_on(build, kLimited, UpdateRoleDescriptionRequest{"build", "d"});
  expect_on(build, kLimited, UpdateAssumeRolePolicyRequest{"build", "{}"});
  expect_on(build, kLimited, DeleteRoleRequest{"build"});
  expect_on(build, kGiven + " iam:PermissionsBoundary iam:ResourceTag/team", TagRoleRequest{"build", kTagsGiven});
  expect_on(build, " aws:ResourceTag/team aws:TagKeys iam:PermissionsBoundary iam:ResourceTag/team",
            UntagRoleRequest{"build", {"a"}});
  expect_on(build, kLimited, ListRoleTagsRequest{"build"});
  expect_on(build, with_policy, AttachRolePolicyRequest{"build", kReadOnly});
  expect_on(build, with_policy, DetachRolePolicyRequest{"build", kReadOnly});
  expect_on(build, kLimited, ListAttachedRolePoliciesRequest{"build"});
  expect_on(build, kLimited, PutRolePolicyRequest{"build", "p", "{}"});
  expect_on(build, kLimited, GetRolePolicyRequest{"build", "p"});
  expect_on(build, kLimited, DeleteRolePolicyRequest{"build", "p"});
  expect_on(build, kLimited, ListRolePoliciesRequest{"build"});
  expect_on(build, kLimited, PutRolePermissionsBoundaryRequest{"build", kReadOnly});
  expect_on(build, kLimited, DeleteRolePermissionsBoundaryRequest{"build"});
  expect_on(build, kLimited, ListInstanceProfilesForRoleRequest{"build"});
  expect_on(kArns + "role/", "", ListRolesRequest{});
  CreateRoleRequest create{.role_name = "new", .assume_role_policy_document = kTestTrust, .tags = kTagsGiven};
  EXPECT_EQ(asked(create), (Words{"iam:CreateRole " + kArns + "role/new aws:RequestTag/a aws:TagKeys",
                                  "iam:TagRole " + kArns + "role/new aws:RequestTag/a aws:TagKeys"}));
}

TEST_F(IamAccesses, OfPolicies) {
  const std::string own = kArns + "policy/own";
  const std::string tagged = kTagged + " iam:ResourceTag/team";
  expect_on(own, tagged, GetPolicyRequest{own});
  expect_on(kReadOnly, "", GetPolicyRequest{kReadOnly});
  expect_on(own, tagged, DeletePolicyRequest{own});
  expect_on(own, tagged, CreatePolicyVersionRequest{own, "{}"});
  expect_on(own, tagged, GetPolicyVersionRequest{own, "v1"});
  expect_on(own, tagged, DeletePolicyVersionRequest{own, "v1"});
  expect_on(own, tagged, ListPolicyVersionsRequest{own});
  expect_on(own, tagged, SetDefaultPolicyVersionRequest{own, "v1"});
  expect_on(own, tagged, ListEntitiesForPolicyRequest{own});
  expect_on(own, kGiven + " iam:ResourceTag/team", TagPolicyRequest{own, kTagsGiven});
  expect_on(own, " aws:ResourceTag/team aws:TagKeys iam:ResourceTag/team", UntagPolicyRequest{own, {"a"}});
  expect_on(own, tagged, ListPolicyTagsRequest{own});
  expect_on("*", "", ListPoliciesRequest{});
  CreatePolicyRequest create{.policy_name = "new", .policy_document = "{}", .tags = kTagsGiven};
  EXPECT_EQ(asked(create), (Words{"iam:CreatePolicy " + kArns + "policy/new aws:RequestTag/a aws:TagKeys",
                                  "iam:TagPolicy " + kArns + "policy/new aws:RequestTag/a aws:TagKeys"}));
}

TEST_F(IamAccesses, OfInstanceProfiles) {
  const std::string machine = kArns + "instance-profile/p/machine";
  const std::string tagged = kTagged + " iam:ResourceTag/team";
  expect_on(machine, tagged, GetInstanceProfileRequest{"machine"});
  expect_on(machine, tagged, DeleteInstanceProfileRequest{"machine"});
  expect_on(machine, kGiven + " iam:ResourceTag/team", TagInstanceProfileRequest{"machine", kTagsGiven});
  expect_on(machine, " aws:ResourceTag/team aws:TagKeys iam:ResourceTag/team",
            UntagInstanceProfileRequest{"machine", {"a"}});
  expect_on(machine, tagged, ListInstanceProfileTagsRequest{"machine"});
  expect_on(machine, tagged, RemoveRoleFromInstanceProfileRequest{"machine", "build"});
  expect_on(kArns + "instance-profile/", "", ListInstanceProfilesRequest{});
  EXPECT_EQ(asked(AddRoleToInstanceProfileRequest{"machine", "build"}),
            (Words{"iam:AddRoleToInstanceProfile " + machine + tagged,
                   "iam:PassRole " + kArns +
                       "role/p/build aws:ResourceTag/team iam:PassedToService"
                       " iam:PermissionsBoundary iam:ResourceTag/team"}));
  const std::string made = kArns + "instance-profile/new aws:RequestTag/a aws:TagKeys";
  EXPECT_EQ(asked(CreateInstanceProfileRequest{.instance_profile_name = "new", .tags = kTagsGiven}),
            (Words{"iam:CreateInstanceProfile " + made, "iam:TagInstanceProfile " + made}));
}

TEST_F(IamAccesses, OfTheAccount) {
  expect_on("*", "", CreateAccountAliasRequest{"a"});
  expect_on("*", "", DeleteAccountAliasRequest{"a"});
  expect_on("*", "", ListAccountAliasesRequest{});
  expect_on("*", "", EnableOrganizationsRootSessionsRequest{});
  expect_on("*", "", DisableOrganizationsRootSessionsRequest{});
  expect_on("*", "", ListOrganizationsFeaturesRequest{});
  expect_on(kArns + "user/p/anna", "", SimulatePrincipalPolicyRequest{.policy_source_arn = kArns + "user/p/anna"});
}

}  // namespace
}  // namespace stellwerk::iam
