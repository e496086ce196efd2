#include "services/organizations/tree.h"

namespace stellwerk::organizations {
namespace {

std::vector<PolicyTypeSummary> enabled_types(const OrganizationRecord& organization) {
  std::vector<PolicyTypeSummary> out;
  for (const auto& type : organization.enabled_policy_types) out.push_back({.type = type, .status = "ENABLED"});
  return out;
}

}  // namespace

Organization view_of(const OrganizationRecord& organization, Tree& tree) {
  const std::string& management = organization.management_account;
  Organization out{.id = organization.id,
                   .arn = "arn:aws:organizations::" + management + ":organization/" + organization.id,
                   .feature_set = organization.feature_set,
                   .master_account_arn = tree.arn("account", management),
                   .master_account_id = management};
  if (auto account = tree.account(management)) out.master_account_email = account->email;
  // AWS names the types that can be enabled, whatever the root's own state.
  if (organization.feature_set == "ALL") {
    out.available_policy_types = {{.type = std::string(kServiceControlPolicy), .status = "ENABLED"}};
  }
  return out;
}

Account view_of(const AccountRecord& account, Tree& tree) {
  return {.id = account.id,
          .arn = tree.arn("account", account.id),
          .email = account.email,
          .name = account.name,
          // The older field knows no CLOSED.
          .status = account.state == "CLOSED" ? "SUSPENDED" : account.state,
          .state = account.state,
          .paths = std::vector<std::string>{tree.path_of(account.id)},
          .joined_method = account.joined_method,
          .joined_timestamp = account.joined};
}

OrganizationalUnit view_of(const UnitRecord& unit, Tree& tree) {
  return {.id = unit.id, .arn = tree.arn("ou", unit.id), .name = unit.name, .path = tree.path_of(unit.id)};
}

Root root_view(const Tree& tree) {
  const OrganizationRecord& organization = tree.organization();
  return {.id = organization.root_id,
          .arn = tree.arn("root", organization.root_id),
          .name = "Root",
          .policy_types = enabled_types(organization)};
}

PolicySummary summary_of(const PolicyRecord& policy, const Tree& tree) {
  return {.id = policy.id,
          .arn = tree.policy_arn(policy.id),
          .name = policy.name,
          .description = policy.description,
          .type = policy.type,
          .aws_managed = policy.id == kFullAccessId};
}

Policy view_of(const PolicyRecord& policy, const Tree& tree) {
  return {.policy_summary = summary_of(policy, tree), .content = policy.content};
}

CreateAccountStatus view_of(const CreationRecord& creation) {
  CreateAccountStatus out{.id = creation.id,
                          .account_name = creation.account_name,
                          .state = creation.state,
                          .requested_timestamp = creation.requested,
                          .completed_timestamp = creation.requested};
  if (!creation.account_id.empty()) out.account_id = creation.account_id;
  if (!creation.failure_reason.empty()) out.failure_reason = creation.failure_reason;
  return out;
}

}  // namespace stellwerk::organizations
