#include "gateway/authorise.h"

#include "auth/policy.h"

namespace stellwerk::gateway {
namespace {

Error access_denied(const protocol::ServiceModel& model, const ports::Call& call, std::string message) {
  using protocol::Protocol;
  switch (model.protocol) {
    case Protocol::json: return Error{"AccessDeniedException", std::move(message), 400};
    case Protocol::rest_json: return Error{"AccessDeniedException", std::move(message), 403};
    case Protocol::rest_xml:
      // Nobody in particular is told nothing in particular.
      if (call.caller.type == auth::PrincipalType::anonymous) message = "Access Denied";
      return Error{"AccessDenied", std::move(message), 403};
    case Protocol::query:
    case Protocol::ec2: break;
  }
  return Error{"AccessDenied", std::move(message), 403};
}

auth::AccessQuestion question_of(const ports::Call& call, const ports::PrincipalPolicies& principal,
                                 ports::Access access) {
  auth::AccessQuestion question{.caller = call.caller,
                                .action = std::move(access.action),
                                .resource = std::move(access.resource),
                                .resource_account = std::move(access.resource_account),
                                .region = call.region,
                                .now = call.now};
  question.rule = access.mode == ports::ResourcePolicyMode::required ? auth::ResourcePolicyRule::required
                                                                     : auth::ResourcePolicyRule::optional;
  question.identity_policies = principal.identity;
  question.permissions_boundary = principal.permissions_boundary;
  question.service_control_policies = principal.service_control;
  question.resource_policies = std::move(access.resource_policies);
  question.context = std::move(access.context);
  return question;
}

/// aws:PrincipalOrgID and its like, for those who are in an organisation.
void add_organization_keys(Environment& environment, const ports::Call& call, auth::AccessQuestion& question) {
  auto add = [&](const std::string& account, const std::string& whose) {
    if (account.empty()) return;
    auto place = environment.service_control->place_of(call.transaction, account);
    if (!place) return;
    question.context["aws:" + whose + "OrgID"] = {place->organization_id};
    question.context["aws:" + whose + "OrgPaths"] = {place->path};
  };
  add(call.caller.account, "Principal");
  add(question.resource_account.empty() ? call.caller.account : question.resource_account, "Resource");
}

}  // namespace

Result<void> authorise(Environment& environment, const ports::BoundService& service,
                       const ports::BoundOperation& operation, ports::Call& call, const void* request) {
  std::vector<ports::Access> accesses = TRY(operation.accesses(service.service, call, request));
  if (accesses.empty()) return {};  // who one is, everyone may ask
  const ports::PrincipalPolicies principal = environment.identity->policies_of(call.transaction, call.caller);
  for (ports::Access& access : accesses) {
    auth::AccessQuestion question = question_of(call, principal, std::move(access));
    if (environment.service_control) add_organization_keys(environment, call, question);
    auth::Decision decision = auth::evaluate(question, environment.policies);
    if (!decision.allowed) return access_denied(*service.model, call, auth::denied_message(question, decision));
  }
  return {};
}

}  // namespace stellwerk::gateway
