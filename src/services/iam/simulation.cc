#include "services/iam/simulation.h"

#include "auth/policy.h"
#include "services/iam/directory.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

namespace {

auth::Caller caller_named(const std::string& account, const std::string& arn) {
  auth::Caller caller;
  caller.account = account;
  caller.arn = arn;
  caller.is_tls = true;
  return caller;
}

/// A role is simulated as a session of it.
auth::Caller session_of(const Directory& directory, const RoleRecord& role) {
  auto caller = caller_named(directory.account(), session_arn(directory.account(), role.name, "simulation"));
  caller.type = auth::PrincipalType::assumed_role;
  caller.role_name = role.name;
  caller.role_arn = directory.arn(role);
  caller.session_name = "simulation";
  caller.principal_id = role.id + ":simulation";
  caller.principal_tags = role.tags;
  return caller;
}

std::vector<std::string> documents(Directory& directory, const PermissionsRecord& permissions) {
  std::vector<std::string> out;
  for (const auto& [name, document] : permissions.inline_policies) out.push_back(document);
  for (const auto& arn : permissions.attached) {
    if (auto document = directory.policy_document(arn)) out.push_back(std::move(*document));
  }
  return out;
}

Result<SimulatedPrincipal> stored_principal(Iam& iam, ports::Call& call, const std::string& source_arn) {
  auto arn = parse_arn(source_arn);
  if (!arn) return errors::InvalidInputException("Invalid ARN: " + source_arn);
  Directory directory(call.transaction, arn->account);
  SimulatedPrincipal out;
  if (auto entity = entity_of(*arn, "user")) {
    auto user = TRY(directory.user(entity->name));
    out.caller = caller_named(arn->account, source_arn);
    out.caller.type = auth::PrincipalType::user;
    out.caller.user_name = user.name;
    out.caller.principal_id = user.id;
    out.caller.principal_tags = user.tags;
    out.policies = iam.policies_of(call.transaction, out.caller);
    return out;
  }
  if (auto entity = entity_of(*arn, "role")) {
    out.caller = session_of(directory, TRY(directory.role(entity->name)));
    out.policies = iam.policies_of(call.transaction, out.caller);
    return out;
  }
  if (auto entity = entity_of(*arn, "group")) {
    auto group = TRY(directory.group(entity->name));
    out.caller = caller_named(arn->account, source_arn);
    out.caller.type = auth::PrincipalType::user;
    out.policies = iam.policies_of(call.transaction, out.caller);
    out.policies.identity = documents(directory, group.permissions);
    return out;
  }
  return errors::InvalidInputException("Invalid Entity Arn: " + source_arn +
                                       " does not clearly define entity type and name.");
}

}  // namespace

Result<SimulatedPrincipal> simulated_principal(Iam& iam, ports::Call& call,
                                               const SimulatePrincipalPolicyRequest& request) {
  auto out = TRY(stored_principal(iam, call, request.policy_source_arn));
  for (const auto& document : request.policy_input_list.value_or(std::vector<std::string>{})) {
    TRY(auth::parse_policy(document, auth::PolicyKind::identity));
    out.policies.identity.push_back(document);
  }
  for (const auto& document : request.permissions_boundary_policy_input_list.value_or(std::vector<std::string>{})) {
    TRY(auth::parse_policy(document, auth::PolicyKind::identity));
    out.policies.permissions_boundary = document;
  }
  if (request.resource_policy) TRY(auth::parse_policy(*request.resource_policy, auth::PolicyKind::resource));
  if (request.caller_arn) out.caller.arn = *request.caller_arn;
  return out;
}

EvaluationResult simulate(Iam& iam, const ports::Call& call, const SimulatedPrincipal& principal,
                          const SimulatePrincipalPolicyRequest& request, const std::string& action,
                          const std::string& resource) {
  auth::AccessQuestion question{.caller = principal.caller, .action = action, .resource = resource, .now = call.now};
  auto owner = parse_arn(request.resource_owner.value_or(""));
  question.resource_account = owner ? owner->account : principal.caller.account;
  question.region = call.region;
  question.identity_policies = principal.policies.identity;
  question.permissions_boundary = principal.policies.permissions_boundary;
  question.service_control_policies = principal.policies.service_control;
  if (request.resource_policy) question.resource_policies.push_back(*request.resource_policy);
  for (const auto& entry : request.context_entries.value_or(std::vector<ContextEntry>{})) {
    if (entry.context_key_name)
      question.context[*entry.context_key_name] = entry.context_key_values.value_or(std::vector<std::string>{});
  }
  auto decision = auth::evaluate(question, iam.policy_cache());
  EvaluationResult result;
  result.eval_action_name = action;
  result.eval_resource_name = resource;
  result.eval_decision = decision.allowed ? "allowed" : decision.is_explicit_deny ? "explicitDeny" : "implicitDeny";
  result.matched_statements.emplace();
  result.missing_context_values.emplace();
  return result;
}

}  // namespace stellwerk::iam
