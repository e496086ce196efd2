#pragma once
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/organizations.h"
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
inline constexpr std::size_t kTagsLimit = 50;
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
Result<std::map<std::string, std::string>> merged_tags(std::map<std::string, std::string> tags,
                                                       const std::vector<Tag>& added);

template <class Item>
struct Page {
  std::vector<Item> items;
  std::optional<std::string> next_token;
};

/// A page of `all`, which is sorted by `key_of`; the token names the last item given out.
template <class Item, class KeyOf>
Result<Page<Item>> page_of(const std::vector<Item>& all, KeyOf key_of, std::optional<std::int64_t> max_results,
                           const std::optional<std::string>& token) {
  auto next = all.begin();
  if (token) {
    auto last = from_base64(*token);
    if (!last) return invalid_input("INVALID_NEXT_TOKEN", "You provided a value for NextToken that is not valid.");
    next = std::find_if(all.begin(), all.end(), [&](const Item& item) { return key_of(item) > *last; });
  }
  std::size_t limit = max_results ? static_cast<std::size_t>(*max_results) : kPageLimit;
  Page<Item> page;
  for (; next != all.end() && page.items.size() < limit; ++next) page.items.push_back(*next);
  if (next != all.end() && !page.items.empty()) page.next_token = to_base64(key_of(page.items.back()));
  return page;
}

}  // namespace stellwerk::organizations
