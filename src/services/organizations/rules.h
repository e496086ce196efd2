#pragma once
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/organizations.h"
#include "aws/page.h"
#include "aws/tags.h"
#include "base/bytes.h"
#include "base/id_source.h"
#include "base/result.h"

namespace stellwerk::organizations {

// Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
inline constexpr std::size_t kAccountsLimit = 1000;
inline constexpr std::size_t kUnitsLimit = 1000;
inline constexpr std::size_t kUnitDepthLimit = 5;
inline constexpr std::size_t kPoliciesLimit = 1000;
inline constexpr std::size_t kPolicyCharactersLimit = 5120;
inline constexpr std::size_t kPoliciesPerTargetLimit = 5;
inline constexpr std::size_t kPageLimit = 20;

inline constexpr std::string_view kServiceControlPolicy = "SERVICE_CONTROL_POLICY";
inline constexpr std::string_view kFullAccessId = "p-FullAWSAccess";
inline constexpr std::string_view kDefaultAccessRole = "OrganizationAccountAccessRole";

std::string new_organization_id(IdSource& ids);
std::string new_root_id(IdSource& ids);
/// Units carry their root's suffix.
std::string new_unit_id(IdSource& ids, std::string_view root_id);
std::string new_policy_id(IdSource& ids);
std::string new_creation_id(IdSource& ids);
/// 12 digits, the first not 0.
std::string new_account_id(IdSource& ids);

Error with_reason(Error error, std::string reason);
Error invalid_input(std::string reason, std::string message);
Error constraint_violation(std::string reason, std::string message);

/// Only service control policies are enforced here; other types are refused.
Result<void> check_policy_type(std::string_view type);
Result<void> check_policy_content(std::string_view content);
/// The tags after the change. Errors: InvalidInputException, ConstraintViolationException.
Result<aws::Tags> merged_tags(aws::Tags tags, const std::vector<Tag>& added);

/// A page of `all`, in the order of `key_of`; `list` is the operation. InvalidInputException for a foreign token.
template <class Item, class KeyOf>
Result<aws::Page<Item>> page_of(std::string_view list, std::vector<Item> all, KeyOf key_of,
                                std::optional<std::int64_t> max_results, const std::optional<std::string>& token) {
  auto page = aws::page_of(list, std::move(all), token, aws::page_size(max_results, kPageLimit, kPageLimit), key_of);
  if (page) return std::move(*page);
  return invalid_input("INVALID_NEXT_TOKEN", "You provided a value for NextToken that is not valid.");
}

}  // namespace stellwerk::organizations
