#include "auth/conditions.h"

#include <algorithm>

#include "auth/condition_values.h"
#include "auth/policy_variables.h"
#include "base/bytes.h"

namespace stellwerk::auth {
namespace {

struct OperatorName {
  std::string_view name;
  Comparison comparison;
  bool is_negated;
};

constexpr OperatorName kOperators[] = {
    {"stringequals", Comparison::string_equals, false},
    {"stringnotequals", Comparison::string_equals, true},
    {"stringequalsignorecase", Comparison::string_equals_ignore_case, false},
    {"stringnotequalsignorecase", Comparison::string_equals_ignore_case, true},
    {"stringlike", Comparison::string_like, false},
    {"stringnotlike", Comparison::string_like, true},
    {"numericequals", Comparison::numeric_equals, false},
    {"numericnotequals", Comparison::numeric_equals, true},
    {"numericlessthan", Comparison::numeric_less, false},
    {"numericlessthanequals", Comparison::numeric_less_or_equal, false},
    {"numericgreaterthan", Comparison::numeric_greater, false},
    {"numericgreaterthanequals", Comparison::numeric_greater_or_equal, false},
    {"dateequals", Comparison::date_equals, false},
    {"datenotequals", Comparison::date_equals, true},
    {"datelessthan", Comparison::date_less, false},
    {"datelessthanequals", Comparison::date_less_or_equal, false},
    {"dategreaterthan", Comparison::date_greater, false},
    {"dategreaterthanequals", Comparison::date_greater_or_equal, false},
    {"bool", Comparison::boolean, false},
    {"binaryequals", Comparison::binary_equals, false},
    {"ipaddress", Comparison::ip_address, false},
    {"notipaddress", Comparison::ip_address, true},
    {"arnequals", Comparison::arn_like, false},
    {"arnlike", Comparison::arn_like, false},
    {"arnnotequals", Comparison::arn_like, true},
    {"arnnotlike", Comparison::arn_like, true},
    {"null", Comparison::null, false},
};

template <class Value>
bool ordered_as(Comparison comparison, const std::optional<Value>& request, const std::optional<Value>& policy) {
  if (!request || !policy) return false;
  switch (comparison) {
    case Comparison::numeric_equals:
    case Comparison::date_equals: return *request == *policy;
    case Comparison::numeric_less:
    case Comparison::date_less: return *request < *policy;
    case Comparison::numeric_less_or_equal:
    case Comparison::date_less_or_equal: return *request <= *policy;
    case Comparison::numeric_greater:
    case Comparison::date_greater: return *request > *policy;
    case Comparison::numeric_greater_or_equal:
    case Comparison::date_greater_or_equal: return *request >= *policy;
    default: return false;
  }
}

bool is_textual(Comparison comparison) {
  return comparison == Comparison::string_equals || comparison == Comparison::string_equals_ignore_case ||
         comparison == Comparison::string_like || comparison == Comparison::arn_like;
}

bool has_wildcards(Comparison comparison) {
  return comparison == Comparison::string_like || comparison == Comparison::arn_like;
}

/// One value of the request against one of the policy.
bool matches(Comparison comparison, const std::string& request, const std::string& policy) {
  switch (comparison) {
    case Comparison::string_equals: return request == policy;
    case Comparison::string_equals_ignore_case: return to_lower(request) == to_lower(policy);
    case Comparison::string_like: return matches_wildcard(policy, request);
    case Comparison::arn_like: return matches_arn(policy, request);
    case Comparison::boolean: return to_lower(request) == to_lower(policy);
    case Comparison::binary_equals: {
      auto left = from_base64(request), right = from_base64(policy);
      return left && right && *left == *right;
    }
    case Comparison::ip_address: {
      auto address = parse_address_range(request), network = parse_address_range(policy);
      return address && network && contains(*network, *address);
    }
    case Comparison::null: return false;
    case Comparison::numeric_equals:
    case Comparison::numeric_less:
    case Comparison::numeric_less_or_equal:
    case Comparison::numeric_greater:
    case Comparison::numeric_greater_or_equal:
      return ordered_as(comparison, parse_number(request), parse_number(policy));
    default: return ordered_as(comparison, parse_date(request), parse_date(policy));
  }
}

std::vector<std::string> expanded_values(const Condition& condition, const ConditionContext& context, bool expands) {
  if (!expands || !is_textual(condition.comparison)) return condition.values;
  std::vector<std::string> out;
  auto expansion = has_wildcards(condition.comparison) ? Expansion::pattern : Expansion::text;
  for (const auto& value : condition.values) {
    if (auto text = expand_variables(value, context, expansion)) out.push_back(std::move(*text));
  }
  return out;
}

bool holds_for_absent(const Condition& condition) {
  if (condition.qualifier == SetQualifier::for_all_values) return true;
  if (condition.if_exists) return true;
  return condition.qualifier == SetQualifier::none && condition.is_negated;
}

}  // namespace

std::optional<Condition> parse_condition_operator(std::string_view name) {
  Condition out;
  std::string rest = to_lower(name);
  constexpr std::string_view kForAll = "forallvalues:", kForAny = "foranyvalue:", kIfExists = "ifexists";
  if (rest.starts_with(kForAll)) {
    out.qualifier = SetQualifier::for_all_values;
    rest.erase(0, kForAll.size());
  } else if (rest.starts_with(kForAny)) {
    out.qualifier = SetQualifier::for_any_value;
    rest.erase(0, kForAny.size());
  }
  if (rest.ends_with(kIfExists)) {
    out.if_exists = true;
    rest.erase(rest.size() - kIfExists.size());
  }
  for (const auto& known : kOperators) {
    if (known.name != rest) continue;
    if (known.comparison == Comparison::null && out.if_exists) return std::nullopt;
    out.comparison = known.comparison;
    out.is_negated = known.is_negated;
    return out;
  }
  return std::nullopt;
}

bool holds(const Condition& condition, const ConditionContext& context, bool expands_variables) {
  auto found = context.find(condition.key);
  bool is_absent = found == context.end() || found->second.empty();
  if (condition.comparison == Comparison::null) {
    return std::any_of(condition.values.begin(), condition.values.end(),
                       [&](const std::string& value) { return to_lower(value) == (is_absent ? "true" : "false"); });
  }
  if (is_absent) return holds_for_absent(condition);
  auto policy_values = expanded_values(condition, context, expands_variables);
  auto matches_any = [&](const std::string& request) {
    return std::any_of(policy_values.begin(), policy_values.end(),
                       [&](const std::string& policy) { return matches(condition.comparison, request, policy); });
  };
  const auto& requests = found->second;
  auto agrees = [&](const std::string& request) { return matches_any(request) != condition.is_negated; };
  // Without a qualifier a negated operator means that no value of the request matches.
  bool needs_all = condition.qualifier == SetQualifier::for_all_values ||
                   (condition.qualifier == SetQualifier::none && condition.is_negated);
  return needs_all ? std::all_of(requests.begin(), requests.end(), agrees)
                   : std::any_of(requests.begin(), requests.end(), agrees);
}

}  // namespace stellwerk::auth
