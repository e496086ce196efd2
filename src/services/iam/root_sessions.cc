#include "services/iam/root_sessions.h"

#include "api/iam.h"
#include "services/iam/managed_policies.h"
#include "services/iam/rules.h"
#include "services/iam/service.h"
#include "services/iam/sessions.h"

namespace stellwerk::iam {

namespace {

constexpr std::string_view kTaskPolicyPath = "/root-task/";
constexpr std::string_view kServicePrincipal = "iam.amazonaws.com";

Error denied(const auth::Caller& caller, const std::string& account, const std::string& why) {
  return Error{"AccessDenied",
               "User: " + caller.arn + " is not authorized to perform: sts:AssumeRoot on resource: " +
                   root_arn(account) + " because " + why,
               403};
}

}  // namespace

auth::Caller root_caller(const SessionRecord& session) {
  auth::Caller caller;
  caller.type = auth::PrincipalType::root;
  caller.account = session.account;
  caller.arn = root_arn(session.account);
  caller.principal_id = session.account;
  caller.source_identity = session.source_identity;
  for (const auto& arn : session.policy_arns) {
    const ManagedPolicy* policy = find_managed_policy(arn);
    // A task that is no more is a task that nothing belongs to.
    caller.session_policies.push_back(policy ? document_of(*policy) : "");
  }
  return caller;
}

Result<ports::OrganizationPlace> Iam::managed_organization(store::Transaction& transaction,
                                                           const std::string& account) {
  auto place = service_control_ ? service_control_->place_of(transaction, account) : std::nullopt;
  if (!place) {
    return errors::OrganizationNotFoundException("The account " + account + " is not in an organization.");
  }
  if (place->management_account != account) {
    return errors::AccountNotManagementOrDelegatedAdministratorException(
        "Only the management account of an organization manages its features.");
  }
  if (!service_control_->trusts_service(transaction, account, kServicePrincipal)) {
    return errors::ServiceAccessNotEnabledException(
        "Trusted access is not enabled: call organizations EnableAWSServiceAccess for iam.amazonaws.com first.");
  }
  return std::move(*place);
}

OrganizationFeaturesRecord Iam::features_of(store::Transaction& transaction, const std::string& management_account) {
  auto record = kOrganizationFeatures.get(transaction, {management_account, "global"}, {});
  return record.value_or(OrganizationFeaturesRecord{});
}

Result<void> Iam::check_root_session(store::Transaction& transaction, const auth::Caller& caller,
                                     const std::string& account) {
  auto organization = managed_organization(transaction, caller.account);
  if (!organization) return denied(caller, account, organization.error().message);
  if (!features_of(transaction, caller.account).has_root_sessions) {
    return denied(caller, account, "root sessions are off: call iam EnableOrganizationsRootSessions first");
  }
  auto member = service_control_->place_of(transaction, account);
  bool is_member = member && member->organization_id == organization->organization_id;
  if (!is_member || account == caller.account) {
    return denied(caller, account, "the account is not a member account of your organization");
  }
  if (is_closed(transaction, account)) return denied(caller, account, "the account is closed");
  return {};
}

Result<auth::Credential> Iam::issue_root_session(store::Transaction&, const Request& request) {
  const ManagedPolicy* policy = find_managed_policy(request.task_policy_arn);
  if (!policy || policy->path != kTaskPolicyPath) {
    return Error{"ValidationError", request.task_policy_arn + " is no policy of a root user's task", 400};
  }
  return root_credential({.account = request.account,
                          .policy_arns = {request.task_policy_arn},
                          .source_identity = request.source_identity,
                          .is_root = true},
                         request.duration_seconds, session_key_, clock_.now(), ids_);
}

auth::Credential root_credential(SessionRecord session, std::int64_t duration_seconds, const std::string& session_key,
                                 Timestamp now, IdSource& ids) {
  session.is_root = true;
  session.secret_access_key = new_secret_access_key(ids);
  session.issue_time = now;
  session.expiry = now.plus_seconds(duration_seconds);
  auto access_key_id = new_access_key_id(kTemporaryKeyPrefix, ids);
  auth::Credential credential{access_key_id, session.secret_access_key,
                              seal_session(session, access_key_id, session_key, ids), session.expiry,
                              root_caller(session)};
  credential.caller.access_key_id = access_key_id;
  credential.caller.token_issue_time = now;
  return credential;
}

}  // namespace stellwerk::iam
