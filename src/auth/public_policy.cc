#include <algorithm>
#include <set>

#include "auth/condition_values.h"
#include "auth/policy_document.h"

namespace stellwerk::auth {
namespace {

/// A condition on one of these with fixed values narrows "everyone" to someone.
const std::set<std::string>& narrowing_keys() {
  static const std::set<std::string> keys{"aws:principalarn",
                                          "aws:principalaccount",
                                          "aws:principalorgid",
                                          "aws:principalorgpaths",
                                          "aws:sourcearn",
                                          "aws:sourceaccount",
                                          "aws:sourceowner",
                                          "aws:sourceip",
                                          "aws:sourcevpc",
                                          "aws:sourcevpce",
                                          "aws:userid",
                                          "aws:username",
                                          "aws:sourceorgid",
                                          "aws:sourceorgpaths",
                                          "s3:dataaccesspointarn",
                                          "s3:dataaccesspointaccount",
                                          "s3:x-amz-server-side-encryption-aws-kms-key-id"};
  return keys;
}

bool is_fixed(const Condition& condition, const std::string& value) {
  if (value.find("${") != std::string::npos) return false;
  if (condition.comparison == Comparison::ip_address) {
    auto range = parse_address_range(value);
    return range && range->prefix_bits > 0;
  }
  bool has_wildcards = condition.comparison == Comparison::string_like || condition.comparison == Comparison::arn_like;
  return !has_wildcards || value.find_first_of("*?") == std::string::npos;
}

bool narrows(const Condition& condition) {
  if (condition.is_negated || condition.if_exists || condition.comparison == Comparison::null) return false;
  if (condition.qualifier == SetQualifier::for_all_values) return false;
  if (!narrowing_keys().contains(condition.key)) return false;
  return std::all_of(condition.values.begin(), condition.values.end(),
                     [&](const std::string& value) { return is_fixed(condition, value); });
}

}  // namespace

bool is_public(const Policy& policy) {
  return std::any_of(policy.statements.begin(), policy.statements.end(), [](const Statement& statement) {
    if (!statement.is_allow || !statement.principal) return false;
    if (!statement.principal->everyone && !statement.not_principal) return false;
    return std::none_of(statement.conditions.begin(), statement.conditions.end(), narrows);
  });
}

}  // namespace stellwerk::auth
