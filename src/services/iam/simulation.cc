#include "services/iam/simulation.h"

#include <set>

#include "auth/policy.h"
#include "services/iam/directory.h"
#include "services/iam/permissions.h"
#include "services/iam/rules.h"
#include "services/iam/statement_positions.h"

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

void add_policies(Directory& directory, const Holder& holder, std::vector<NamedPolicy>& out) {
  for (const auto& [name, document] : holder.permissions.inline_policies) {
    out.push_back({std::string(holder.kind) + "_" + holder.name + "_" + name, document});
  }
  for (const auto& arn : holder.permissions.attached) {
    if (auto document = directory.policy_document(arn)) {
      out.push_back({arn.substr(arn.rfind('/') + 1), std::move(*document)});
    }
  }
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
    add_policies(directory, holder(user), out.named);
    for (const auto& name : user.groups) {
      auto group = TRY(directory.group(name));
      add_policies(directory, holder(group), out.named);
    }
    return out;
  }
  if (auto entity = entity_of(*arn, "role")) {
    auto role = TRY(directory.role(entity->name));
    out.caller = session_of(directory, role);
    out.policies = iam.policies_of(call.transaction, out.caller);
    add_policies(directory, holder(role), out.named);
    return out;
  }
  if (auto entity = entity_of(*arn, "group")) {
    auto group = TRY(directory.group(entity->name));
    out.caller = caller_named(arn->account, source_arn);
    out.caller.type = auth::PrincipalType::user;
    out.policies = iam.policies_of(call.transaction, out.caller);
    add_policies(directory, holder(group), out.named);
    return out;
  }
  return errors::InvalidInputException("Invalid Entity Arn: " + source_arn +
                                       " does not clearly define entity type and name.");
}

}  // namespace

namespace {

Statement shown(const NamedPolicy& policy, const auth::MatchedStatement& matched) {
  Statement out{.source_policy_id = policy.id, .source_policy_type = "IAM Policy"};
  auto positions = statement_positions(policy.document);
  if (matched.index < positions.size()) {
    const StatementPosition& at = positions[matched.index];
    out.start_position = Position{at.start_line, at.start_column};
    out.end_position = Position{at.end_line, at.end_column};
  }
  return out;
}

/// The statements that made the decision: after a deny those that deny, else those that allow.
void tell_findings(Iam& iam, const SimulatedPrincipal& principal, const SimulatePrincipalPolicyRequest& request,
                   const auth::AccessQuestion& question, const auth::Decision& decision, EvaluationResult& result) {
  result.matched_statements.emplace();
  std::set<std::string> missing;
  auto add = [&](const NamedPolicy& policy, bool is_of_resource) {
    auto found = auth::findings(question, policy.document, is_of_resource, iam.policy_cache());
    missing.insert(found.missing_keys.begin(), found.missing_keys.end());
    for (const auto& matched : found.matched) {
      bool decides = decision.is_explicit_deny ? !matched.is_allow : decision.allowed && matched.is_allow;
      if (decides) result.matched_statements->push_back(shown(policy, matched));
    }
  };
  for (const auto& policy : principal.named) add(policy, false);
  if (request.resource_policy) add({"ResourcePolicy", *request.resource_policy}, true);
  result.missing_context_values = std::vector<std::string>(missing.begin(), missing.end());
}

/// Whether one kind of policy, which `keep` lays into a question that all else allows, would allow it.
bool allows_alone(Iam& iam, const auth::AccessQuestion& question, const auto& keep) {
  auth::AccessQuestion alone{.caller = question.caller,
                             .action = question.action,
                             .resource = question.resource,
                             .region = question.region,
                             .now = question.now};
  alone.context = question.context;
  alone.identity_policies = {
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})"};
  keep(alone);
  return auth::evaluate(alone, iam.policy_cache()).allowed;
}

}  // namespace

Result<SimulatedPrincipal> simulated_principal(Iam& iam, ports::Call& call,
                                               const SimulatePrincipalPolicyRequest& request) {
  auto out = TRY(stored_principal(iam, call, request.policy_source_arn));
  std::size_t number = 0;
  for (const auto& document : request.policy_input_list.value_or(std::vector<std::string>{})) {
    TRY(auth::parse_policy(document, auth::PolicyKind::identity));
    out.named.push_back({"PolicyInputList." + std::to_string(++number), document});
  }
  out.policies.identity.clear();
  for (const auto& policy : out.named) out.policies.identity.push_back(policy.document);
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
  tell_findings(iam, principal, request, question, decision, result);
  if (!principal.policies.service_control.empty()) {
    result.organizations_decision_detail =
        OrganizationsDecisionDetail{allows_alone(iam, question, [&](auth::AccessQuestion& alone) {
          alone.service_control_policies = question.service_control_policies;
        })};
  }
  if (principal.policies.permissions_boundary) {
    result.permissions_boundary_decision_detail =
        PermissionsBoundaryDecisionDetail{allows_alone(iam, question, [&](auth::AccessQuestion& alone) {
          alone.permissions_boundary = question.permissions_boundary;
        })};
  }
  if (request.resource_arns) {
    result.resource_specific_results = std::vector<ResourceSpecificResult>{
        {.eval_resource_name = resource,
         .eval_resource_decision = result.eval_decision,
         .matched_statements = result.matched_statements,
         .missing_context_values = result.missing_context_values,
         .permissions_boundary_decision_detail = result.permissions_boundary_decision_detail}};
  }
  return result;
}

}  // namespace stellwerk::iam
