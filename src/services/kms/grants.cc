#include "services/kms/grants.h"

#include <algorithm>

#include "aws/arn.h"
#include "aws/resource_policy.h"
#include "base/bytes.h"
#include "base/json.h"
#include "services/kms/rules.h"

namespace stellwerk::kms {
namespace {

constexpr std::string_view kTokenFormat = "grant-1";
constexpr char kTokenSeparator = '\n';

// What carries an encryption context, and so obeys a grant's constraints.
constexpr std::string_view kCryptographicOperations[] = {
    "Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo"};
constexpr std::string_view kOtherOperations[] = {"CreateGrant", "RetireGrant", "DescribeKey"};

bool is_cryptographic(std::string_view operation) {
  return std::ranges::find(kCryptographicOperations, operation) != std::end(kCryptographicOperations);
}

Json allowing(Json::Array principals, Json::Array actions) {
  Json principal;
  principal.set("AWS", std::move(principals));
  return aws::allow("", std::move(principal), std::move(actions), "*");
}

/// Of the version whose policies have no variables: a context's value stands for itself, "${aws:username}" too.
std::string without_variables(Json::Array statements) {
  Json out;
  out.set("Version", "2008-10-17").set("Statement", std::move(statements));
  return out.dump();
}

Json constraints_of(const GrantRecord& grant) {
  Json equal, out;
  for (const auto* limits : {&grant.context_subset, &grant.context_equals}) {
    for (const auto& [name, value] : *limits) equal.set("kms:EncryptionContext:" + name, value);
  }
  if (!equal.is_null()) out.set("StringEquals", std::move(equal));
  if (!grant.context_equals.empty()) {
    Json::Array names;
    for (const auto& [name, value] : grant.context_equals) names.push_back(name);
    Json only;
    only.set("kms:EncryptionContextKeys", std::move(names));
    out.set("ForAllValues:StringEquals", std::move(only));
  }
  return out;
}

bool contains(const EncryptionContext& whole, const EncryptionContext& part) {
  return std::ranges::all_of(part, [&](const auto& pair) {
    auto found = whole.find(pair.first);
    return found != whole.end() && found->second == pair.second;
  });
}

std::string root_of(std::string_view account) { return aws::global_arn("iam", account, "root"); }

bool allows_retirement(const GrantRecord& grant) {
  return std::ranges::find(grant.operations, "RetireGrant") != grant.operations.end();
}

}  // namespace

std::string grant_token(const GrantName& grant) {
  return to_base64(std::string(kTokenFormat) + kTokenSeparator + grant.key_arn + kTokenSeparator + grant.grant_id);
}

std::optional<GrantName> decode_grant_token(std::string_view token) {
  auto text = from_base64(token);
  if (!text || !text->starts_with(std::string(kTokenFormat) + kTokenSeparator)) return std::nullopt;
  std::string_view rest = std::string_view(*text).substr(kTokenFormat.size() + 1);
  auto separator = rest.find(kTokenSeparator);
  if (separator == std::string_view::npos) return std::nullopt;
  return GrantName{std::string(rest.substr(0, separator)), std::string(rest.substr(separator + 1))};
}

Result<void> check_grant_operation(std::string_view operation) {
  if (is_cryptographic(operation)) return {};
  if (std::ranges::find(kOtherOperations, operation) != std::end(kOtherOperations)) return {};
  return ::stellwerk::Error{"ValidationException",
                            "The operation " + std::string(operation) + " is not possible for a symmetric key.", 400};
}

GrantRecord grant_of(const CreateGrantRequest& request, std::string_view key_id, std::string_view issuing_account,
                     Timestamp now) {
  GrantRecord grant;
  grant.key_id = key_id;
  grant.name = request.name.value_or("");
  grant.grantee_principal = request.grantee_principal;
  grant.retiring_principal = request.retiring_principal.value_or("");
  grant.issuing_account = issuing_account;
  grant.operations = request.operations;
  if (request.constraints) {
    grant.context_subset = request.constraints->encryption_context_subset.value_or(EncryptionContext{});
    grant.context_equals = request.constraints->encryption_context_equals.value_or(EncryptionContext{});
  }
  grant.created = now;
  return grant;
}

bool is_same_grant(const GrantRecord& a, const GrantRecord& b) {
  auto sorted = [](std::vector<std::string> operations) {
    std::ranges::sort(operations);
    return operations;
  };
  return a.key_id == b.key_id && a.name == b.name && a.grantee_principal == b.grantee_principal &&
         a.retiring_principal == b.retiring_principal && a.issuing_account == b.issuing_account &&
         sorted(a.operations) == sorted(b.operations) && a.context_subset == b.context_subset &&
         a.context_equals == b.context_equals;
}

bool is_within(const GrantRecord& parent, const GrantRecord& child) {
  bool no_more = std::ranges::all_of(child.operations, [&](const std::string& operation) {
    return std::ranges::find(parent.operations, operation) != parent.operations.end();
  });
  if (!no_more) return false;
  if (!parent.context_equals.empty()) return child.context_equals == parent.context_equals;
  // What the child demands of a context, as a subset or as the whole, must hold all that the parent demands.
  EncryptionContext demanded = child.context_subset;
  demanded.insert(child.context_equals.begin(), child.context_equals.end());
  return contains(demanded, parent.context_subset);
}

std::string grant_policy(const GrantRecord& grant) {
  Json::Array cryptographic, others, statements;
  for (const std::string& operation : grant.operations) {
    // Who may retire a grant is not asked of the key: see retirement_policy.
    if (operation == "RetireGrant") continue;
    (is_cryptographic(operation) ? cryptographic : others).push_back("kms:" + operation);
  }
  if (!cryptographic.empty()) {
    Json statement = allowing({grant.grantee_principal}, std::move(cryptographic));
    if (Json condition = constraints_of(grant); !condition.is_null()) statement.set("Condition", std::move(condition));
    statements.push_back(std::move(statement));
  }
  if (!others.empty()) statements.push_back(allowing({grant.grantee_principal}, std::move(others)));
  return without_variables(std::move(statements));
}

std::string retirement_policy(const GrantRecord& grant, std::string_view key_account) {
  Json::Array who{root_of(key_account), root_of(grant.issuing_account)};
  if (!grant.retiring_principal.empty()) who.push_back(grant.retiring_principal);
  if (allows_retirement(grant)) who.push_back(grant.grantee_principal);
  return without_variables({allowing(std::move(who), {"kms:RetireGrant"})});
}

bool names_as_retiring(const GrantRecord& grant, const auth::Caller& caller) {
  std::string unique_id = caller.principal_id.substr(0, caller.principal_id.find(':'));
  auto is_caller = [&](const std::string& principal) {
    return !principal.empty() && (principal == caller.arn || principal == caller.role_arn || principal == unique_id ||
                                  (principal == root_of(caller.account) && !caller.account.empty()));
  };
  return is_caller(grant.retiring_principal) || (allows_retirement(grant) && is_caller(grant.grantee_principal)) ||
         grant.issuing_account == caller.account;
}

GrantListEntry entry_of(const GrantRecord& grant, std::string_view key_arn) {
  GrantListEntry entry;
  entry.key_id = std::string(key_arn);
  entry.grant_id = grant.grant_id;
  if (!grant.name.empty()) entry.name = grant.name;
  entry.creation_date = grant.created;
  entry.grantee_principal = grant.grantee_principal;
  if (!grant.retiring_principal.empty()) entry.retiring_principal = grant.retiring_principal;
  entry.issuing_account = root_of(grant.issuing_account);
  entry.operations = grant.operations;
  if (!grant.context_subset.empty() || !grant.context_equals.empty()) {
    entry.constraints.emplace();
    if (!grant.context_subset.empty()) entry.constraints->encryption_context_subset = grant.context_subset;
    if (!grant.context_equals.empty()) entry.constraints->encryption_context_equals = grant.context_equals;
  }
  return entry;
}

}  // namespace stellwerk::kms
