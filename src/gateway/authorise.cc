#include "gateway/authorise.h"

#include <optional>

#include "auth/policy.h"
#include "gateway/carry_out.h"
#include "gateway/endpoint_authoriser.h"

namespace stellwerk::gateway {
namespace {

Error access_denied(const protocol::ServiceModel& model, const ports::Call& call, std::string message) {
  // Nobody in particular is told nothing in particular.
  if (call.caller.type == auth::PrincipalType::anonymous) message = "Access Denied";
  return Error{std::string(model.error_forms.denied.code), std::move(message), model.error_forms.denied.http_status};
}

struct Asker {
  const auth::Caller& caller;
  const std::string& region;
  Timestamp now;
};

auth::AccessQuestion question_of(const Asker& asker, const ports::PrincipalPolicies& principal, ports::Access access) {
  auth::AccessQuestion question{.caller = asker.caller,
                                .action = std::move(access.action),
                                .resource = std::move(access.resource),
                                .resource_account = std::move(access.resource_account),
                                .region = asker.region,
                                .now = asker.now};
  question.rule = access.mode == ports::ResourcePolicyMode::required ? auth::ResourcePolicyRule::required
                                                                     : auth::ResourcePolicyRule::optional;
  question.identity_policies = principal.identity;
  question.permissions_boundary = principal.permissions_boundary;
  question.service_control_policies = principal.service_control;
  question.resource_policies = std::move(access.resource_policies);
  question.context = std::move(access.context);
  return question;
}

/// aws:PrincipalOrgID and its like, for those who are in an organisation. Most resources are the caller's own
/// account's, so its place is looked up once.
class OrganizationKeys {
 public:
  OrganizationKeys(Environment& environment, store::Transaction& transaction, const auth::Caller& caller)
      : service_control_(environment.service_control),
        transaction_(transaction),
        account_(caller.account),
        principal_(place_of(caller.account)) {}

  void add_to(auth::AccessQuestion& question) {
    bool is_own = question.resource_account.empty() || question.resource_account == account_;
    add(question, "Principal", principal_);
    add(question, "Resource", is_own ? principal_ : place_of(question.resource_account));
  }

 private:
  using Place = std::optional<ports::OrganizationPlace>;

  Place place_of(const std::string& account) {
    if (service_control_ == nullptr || account.empty()) return std::nullopt;
    return service_control_->place_of(transaction_, account);
  }

  static void add(auth::AccessQuestion& question, const std::string& whose, const Place& place) {
    if (!place) return;
    question.context["aws:" + whose + "OrgID"] = {place->organization_id};
    question.context["aws:" + whose + "OrgPaths"] = {place->path};
  }

  ports::ServiceControl* service_control_;
  store::Transaction& transaction_;
  const std::string& account_;
  Place principal_;
};

// The denial's text, or nothing.
std::optional<std::string> denial_of(Environment& environment, store::Transaction& transaction, const Asker& asker,
                                     std::vector<ports::Access> accesses) {
  if (accesses.empty()) return std::nullopt;  // who one is, everyone may ask
  const ports::PrincipalPolicies principal = environment.identity->policies_of(transaction, asker.caller);
  OrganizationKeys organization(environment, transaction, asker.caller);
  for (ports::Access& access : accesses) {
    auth::AccessQuestion question = question_of(asker, principal, std::move(access));
    organization.add_to(question);
    auth::Decision decision = auth::evaluate(question, environment.policies);
    if (!decision.allowed) return auth::denied_message(question, decision);
  }
  return std::nullopt;
}

}  // namespace

Result<void> authorise(Environment& environment, const ports::BoundService& service,
                       const ports::BoundOperation& operation, ports::Call& call, const void* request) {
  std::vector<ports::Access> accesses = TRY(operation.accesses(service.service, call, request));
  auto denial = denial_of(environment, call.transaction, {call.caller, call.region, call.now}, std::move(accesses));
  if (denial) return access_denied(*service.model, call, std::move(*denial));
  return {};
}

Result<void> EndpointAuthoriser::check(store::Transaction& transaction, const auth::Caller& caller,
                                       const std::string& region, Timestamp now, std::vector<ports::Access> accesses) {
  std::vector<std::string> actions;
  for (const ports::Access& access : accesses) actions.push_back(access.action);
  Result<void> decision;
  auto denial = denial_of(environment_, transaction, {caller, region, now}, std::move(accesses));
  if (denial) decision = Error{"AccessDeniedException", std::move(*denial), 403};
  for (const std::string& action : actions) {
    const std::size_t colon = action.find(':');
    tell_witnesses_apart(environment_, {.service = std::string_view(action).substr(0, colon),
                                        .operation = std::string_view(action).substr(colon + 1),
                                        .caller = caller,
                                        .region = region,
                                        .now = now,
                                        .error = decision ? nullptr : &decision.error()});
  }
  return decision;
}

}  // namespace stellwerk::gateway
