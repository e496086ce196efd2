#pragma once
#include <optional>
#include <string>
#include <vector>

#include "auth/policy.h"

/// A parsed policy's contents.
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
namespace stellwerk::auth {

struct PrincipalSet {
  bool everyone = false;
  std::vector<std::string> aws;        // ARNs, account ids (as arn:aws:iam::…:root), unique ids
  std::vector<std::string> services;   // "codebuild.amazonaws.com"
  std::vector<std::string> federated;  // identity providers
  std::vector<std::string> canonical_users;
};

enum class Comparison {
  string_equals,
  string_equals_ignore_case,
  string_like,
  numeric_equals,
  numeric_less,
  numeric_less_or_equal,
  numeric_greater,
  numeric_greater_or_equal,
  date_equals,
  date_less,
  date_less_or_equal,
  date_greater,
  date_greater_or_equal,
  boolean,
  binary_equals,
  ip_address,
  arn_like,
  null
};

enum class SetQualifier { none, for_all_values, for_any_value };

struct Condition {
  Comparison comparison = Comparison::string_equals;
  bool is_negated = false;  // StringNotEquals and its like
  bool if_exists = false;
  SetQualifier qualifier = SetQualifier::none;
  std::string key;  // lower case
  std::vector<std::string> values;
};

struct Statement {
  std::string sid;
  bool is_allow = false;
  std::optional<PrincipalSet> principal;
  bool not_principal = false;
  std::vector<std::string> actions;  // lower case
  bool not_action = false;
  std::vector<std::string> resources;  // empty in a role's trust policy: any
  bool not_resource = false;
  std::vector<Condition> conditions;  // all must hold
};

struct Policy {
  std::string version;
  std::string id;
  bool expands_variables = false;  // version 2012-10-17
  std::vector<Statement> statements;
};

/// "StringLikeIfExists", "ForAnyValue:ArnNotLike"; nothing for an unknown operator.
std::optional<Condition> parse_condition_operator(std::string_view name);

}  // namespace stellwerk::auth
