#include <algorithm>

#include "auth/conditions.h"
#include "auth/policy_document.h"
#include "auth/policy_variables.h"
#include "base/bytes.h"

namespace stellwerk::auth {
namespace {

/// How near to the caller a resource policy's Allow comes: to its account (which only hands the decision to
/// that account's identity policies), to its role (boundary and session policies still limit), or to the
/// caller as such (no implicit denial elsewhere in the account limits it).
enum class Reach { none, account, role, direct };

struct Outcome {
  bool denies = false;
  bool allows = false;
  Reach reach = Reach::none;  // of the allowing statements
};

struct Evaluation {
  const AccessQuestion& question;
  PolicyCache& cache;
  std::string action;        // lower case
  ConditionContext context;  // lower-case keys
  bool has_unreadable_policy = false;
};

void add_global_keys(const AccessQuestion& question, ConditionContext& context) {
  const Caller& caller = question.caller;
  auto add = [&](std::string key, std::string value) {
    if (!value.empty()) context.emplace(std::move(key), std::vector<std::string>{std::move(value)});
  };
  auto flag = [](bool value) { return std::string(value ? "true" : "false"); };
  bool is_service = caller.type == PrincipalType::service;
  bool is_session = caller.type == PrincipalType::assumed_role || caller.token_issue_time.has_value();
  add("aws:currenttime", to_iso8601(question.now));
  add("aws:epochtime", std::to_string(question.now.milliseconds / 1000));
  add("aws:requestedregion", question.region);
  add("aws:securetransport", flag(caller.is_tls));
  add("aws:useragent", caller.user_agent);
  add("aws:viaawsservice", flag(!caller.via_service.empty()));
  add("aws:calledvia", caller.via_service);
  add("aws:calledviafirst", caller.via_service);
  add("aws:calledvialast", caller.via_service);
  add("aws:principalisawsservice", flag(is_service));
  if (is_service) add("aws:principalservicename", caller.arn);
  // A service's address says nothing about the caller's.
  if (caller.via_service.empty() && !is_service) add("aws:sourceip", caller.source_address);
  add("aws:resourceaccount", question.resource_account.empty() ? caller.account : question.resource_account);
  add("aws:sourceidentity", caller.source_identity);
  for (const auto& [key, value] : caller.principal_tags) {
    context.emplace("aws:principaltag/" + to_lower(key), std::vector<std::string>{value});
  }
  if (is_session) add("aws:multifactorauthpresent", "false");
  if (caller.type == PrincipalType::root && !caller.session_policies.empty()) add("aws:assumedroot", "true");
  if (caller.token_issue_time) add("aws:tokenissuetime", to_iso8601(*caller.token_issue_time));
  if (is_service) return;
  add("aws:userid", caller.principal_id);
  if (caller.type == PrincipalType::anonymous) {
    add("aws:principaltype", "Anonymous");
    return;
  }
  add("aws:principalaccount", caller.account);
  add("aws:principalarn", caller.type == PrincipalType::assumed_role ? caller.role_arn : caller.arn);
  add("aws:principaltype", caller.type == PrincipalType::root   ? "Account"
                           : caller.type == PrincipalType::user ? "User"
                                                                : "AssumedRole");
  add("aws:username", caller.user_name);
}

bool contains_text(const std::vector<std::string>& values, const std::string& value) {
  return !value.empty() && std::find(values.begin(), values.end(), value) != values.end();
}

std::string account_root(const Caller& caller) {
  return caller.account.empty() ? std::string() : "arn:aws:iam::" + caller.account + ":root";
}

/// "AIDA…" of a user, "AROA…" of a role's session.
std::string unique_id(const Caller& caller) { return caller.principal_id.substr(0, caller.principal_id.find(':')); }

Reach reach_of(const PrincipalSet& set, const Caller& caller) {
  if (set.everyone) return Reach::direct;
  if (caller.type == PrincipalType::service) {
    return contains_text(set.services, caller.arn) || contains_text(set.services, "*") ? Reach::direct : Reach::none;
  }
  // Someone who shows an identity provider's token is anonymous here, with the provider as ARN.
  if (caller.type == PrincipalType::anonymous) {
    return contains_text(set.federated, caller.arn) ? Reach::direct : Reach::none;
  }
  if (caller.type == PrincipalType::root) {
    return contains_text(set.aws, account_root(caller)) ? Reach::account : Reach::none;
  }
  if (contains_text(set.aws, caller.arn)) return Reach::direct;
  if (caller.type == PrincipalType::user && contains_text(set.aws, unique_id(caller))) return Reach::direct;
  if (contains_text(set.aws, caller.role_arn) || contains_text(set.aws, unique_id(caller))) return Reach::role;
  return contains_text(set.aws, account_root(caller)) ? Reach::account : Reach::none;
}

/// Whether NotPrincipal leaves the caller out: each of its names must be listed, the account's too. Nobody with
/// a permissions boundary is left out, whoever is listed.
bool is_exempt(const PrincipalSet& set, const AccessQuestion& question) {
  const Caller& caller = question.caller;
  if (question.permissions_boundary) return false;
  if (set.everyone) return true;
  auto has = [&](const std::string& name) { return contains_text(set.aws, name); };
  switch (caller.type) {
    case PrincipalType::service:
    case PrincipalType::anonymous: return reach_of(set, caller) != Reach::none;
    case PrincipalType::root: return has(account_root(caller));
    case PrincipalType::user: return has(account_root(caller)) && (has(caller.arn) || has(unique_id(caller)));
    case PrincipalType::assumed_role:
      return has(account_root(caller)) && (has(caller.role_arn) || has(unique_id(caller))) && has(caller.arn);
  }
  return false;
}

Reach reach_of(const Statement& statement, const AccessQuestion& question) {
  const Caller& caller = question.caller;
  if (!statement.principal) return Reach::direct;
  if (!statement.not_principal) return reach_of(*statement.principal, caller);
  if (!statement.is_allow) return is_exempt(*statement.principal, question) ? Reach::none : Reach::direct;
  return reach_of(*statement.principal, caller) == Reach::none ? Reach::direct : Reach::none;
}

bool action_matches(const Statement& statement, const Evaluation& evaluation) {
  bool listed = std::any_of(statement.actions.begin(), statement.actions.end(),
                            [&](const std::string& pattern) { return matches_wildcard(pattern, evaluation.action); });
  return listed != statement.not_action;
}

bool resource_matches(const Statement& statement, bool expands, const Evaluation& evaluation) {
  if (statement.resources.empty()) return true;
  const std::string& resource = evaluation.question.resource;
  bool listed = std::any_of(statement.resources.begin(), statement.resources.end(), [&](const std::string& pattern) {
    if (!expands || pattern.find("${") == std::string::npos) return matches_wildcard(pattern, resource);
    auto expanded = expand_variables(pattern, evaluation.context, Expansion::pattern);
    return expanded && matches_wildcard(*expanded, resource);
  });
  return listed != statement.not_resource;
}

/// A resource's policy without any Principal (there is none at AWS) reaches nobody.
enum class Source { principal, resource };

/// How near a statement comes, its conditions aside; `none` if it is about something or somebody else.
Reach reach_of(const Statement& statement, const Policy& policy, Source source, const Evaluation& evaluation) {
  if (source == Source::resource && !statement.principal) return Reach::none;
  if (!action_matches(statement, evaluation)) return Reach::none;
  if (!resource_matches(statement, policy.expands_variables, evaluation)) return Reach::none;
  return reach_of(statement, evaluation.question);
}

bool conditions_hold(const Statement& statement, const Policy& policy, const Evaluation& evaluation) {
  return std::all_of(statement.conditions.begin(), statement.conditions.end(), [&](const Condition& condition) {
    return holds(condition, evaluation.context, policy.expands_variables);
  });
}

void apply(const Policy& policy, Source source, const Evaluation& evaluation, Outcome& outcome) {
  for (const Statement& statement : policy.statements) {
    Reach reach = reach_of(statement, policy, source, evaluation);
    if (reach == Reach::none || !conditions_hold(statement, policy, evaluation)) continue;
    if (!statement.is_allow) {
      outcome.denies = true;
      return;
    }
    outcome.allows = true;
    outcome.reach = std::max(outcome.reach, reach);
  }
}

Outcome outcome_of(const std::vector<std::string>& texts, Source source, Evaluation& evaluation) {
  Outcome outcome;
  for (const auto& text : texts) {
    auto policy = evaluation.cache.load(text);
    if (policy == nullptr) {
      evaluation.has_unreadable_policy = true;
      continue;
    }
    apply(*policy, source, evaluation, outcome);
  }
  return outcome;
}

struct Words {
  const char* kind;     // "identity-based policy"
  const char* article;  // "an"
};
constexpr Words kServiceControl{"service control policy", "a"};
constexpr Words kResourceBased{"resource-based policy", "a"};
constexpr Words kRoleTrust{"role trust policy", "the"};
constexpr Words kIdentityBased{"identity-based policy", "an"};
constexpr Words kBoundary{"permissions boundary", "a"};
constexpr Words kSession{"session policy", "a"};

Decision explicitly_denied(const Words& words) {
  return {false, true, std::string("with an explicit deny in ") + words.article + " " + words.kind};
}

Decision implicitly_denied(const Words& words, const AccessQuestion& question) {
  return {false, false, std::string("because no ") + words.kind + " allows the " + question.action + " action"};
}

bool is_trust_question(const AccessQuestion& question) {
  return question.action.starts_with("sts:AssumeRole") || question.action == "sts:TagSession" ||
         question.action == "sts:SetSourceIdentity";
}

/// All outcomes that bear on the question.
struct Outcomes {
  std::vector<Outcome> service_control;
  Outcome resource, identity, boundary, session;
};

Decision decide(const AccessQuestion& question, const Outcomes& outcomes) {
  const Caller& caller = question.caller;
  const Words& resource_words = is_trust_question(question) ? kRoleTrust : kResourceBased;
  for (const auto& list : outcomes.service_control) {
    if (list.denies) return explicitly_denied(kServiceControl);
  }
  if (outcomes.resource.denies) return explicitly_denied(resource_words);
  if (outcomes.identity.denies) return explicitly_denied(kIdentityBased);
  if (outcomes.boundary.denies) return explicitly_denied(kBoundary);
  if (outcomes.session.denies) return explicitly_denied(kSession);
  for (const auto& list : outcomes.service_control) {
    if (!list.allows) return implicitly_denied(kServiceControl, question);
  }
  Reach reach = outcomes.resource.reach;
  if (caller.type == PrincipalType::service || caller.type == PrincipalType::anonymous) {
    return reach == Reach::direct ? Decision{true, false, {}} : implicitly_denied(resource_words, question);
  }
  bool same_account = question.resource_account.empty() || question.resource_account == caller.account;
  bool needs_resource = !same_account || question.rule == ResourcePolicyRule::required;
  if (needs_resource && reach == Reach::none) return implicitly_denied(resource_words, question);
  if (same_account && reach == Reach::direct) return {true, false, {}};
  // An account's root user needs no identity policy.
  bool identity =
      outcomes.identity.allows || caller.type == PrincipalType::root || (same_account && reach == Reach::role);
  if (!identity) return implicitly_denied(kIdentityBased, question);
  if (question.permissions_boundary && !outcomes.boundary.allows) return implicitly_denied(kBoundary, question);
  // The policy of a root user's task only takes away: what it does not deny, the root user may do.
  bool limits = !caller.session_policies.empty() && caller.type != PrincipalType::root;
  if (limits && !outcomes.session.allows) return implicitly_denied(kSession, question);
  return {true, false, {}};
}

Evaluation begun(const AccessQuestion& question, PolicyCache& cache) {
  Evaluation evaluation{question, cache, to_lower(question.action), {}, false};
  for (const auto& [key, values] : question.context) evaluation.context.insert_or_assign(to_lower(key), values);
  add_global_keys(question, evaluation.context);
  return evaluation;
}

}  // namespace

PolicyFindings findings(const AccessQuestion& question, const std::string& text, bool is_of_resource,
                        PolicyCache& cache) {
  PolicyFindings out;
  auto policy = cache.load(text);
  if (policy == nullptr) return out;
  Evaluation evaluation = begun(question, cache);
  for (std::size_t i = 0; i < policy->statements.size(); ++i) {
    const Statement& statement = policy->statements[i];
    Source source = is_of_resource ? Source::resource : Source::principal;
    if (reach_of(statement, *policy, source, evaluation) == Reach::none) continue;
    for (const Condition& condition : statement.conditions) {
      if (!evaluation.context.contains(condition.key)) out.missing_keys.push_back(condition.key);
    }
    if (conditions_hold(statement, *policy, evaluation)) out.matched.push_back({i, statement.is_allow});
  }
  return out;
}

Decision evaluate(const AccessQuestion& question, PolicyCache& cache) {
  Evaluation evaluation = begun(question, cache);
  Outcomes outcomes;
  for (const auto& list : question.service_control_policies) {
    outcomes.service_control.push_back(outcome_of(list, Source::principal, evaluation));
  }
  outcomes.resource = outcome_of(question.resource_policies, Source::resource, evaluation);
  outcomes.identity = outcome_of(question.identity_policies, Source::principal, evaluation);
  if (question.permissions_boundary) {
    outcomes.boundary = outcome_of({*question.permissions_boundary}, Source::principal, evaluation);
  }
  outcomes.session = outcome_of(question.caller.session_policies, Source::principal, evaluation);
  if (evaluation.has_unreadable_policy) return {false, false, "because a policy that applies to it cannot be read"};
  return decide(question, outcomes);
}

std::string denied_message(const AccessQuestion& question, const Decision& decision) {
  std::string who = question.caller.type == PrincipalType::anonymous ? "anonymous" : question.caller.arn;
  std::string out =
      "User: " + who + " is not authorized to perform: " + question.action + " on resource: " + question.resource;
  return decision.reason.empty() ? out : out + " " + decision.reason;
}

bool matches_wildcard(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  auto same = [](char wanted, char given) {
    if (wanted == kLiteralAsterisk) return given == '*';
    if (wanted == kLiteralQuestionMark) return given == '?';
    return wanted == '?' || wanted == given;
  };
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && same(pattern[p], text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace stellwerk::auth
