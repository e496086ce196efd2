#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/kms.h"
#include "auth/caller.h"
#include "base/result.h"
#include "services/kms/records.h"

/// Grants: what they allow, who may retire them, and the tokens that name them. Pure.
/// Source: https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
namespace stellwerk::kms {

/// Which grant of which key a grant token means. A token is no secret: it allows nothing by itself.
struct GrantName {
  std::string key_arn;
  std::string grant_id;
};
std::string grant_token(const GrantName& grant);
/// Nothing unless it has the form of a token made here.
std::optional<GrantName> decode_grant_token(std::string_view token);

/// UnsupportedOperationException for what a symmetric key's grant cannot allow.
Result<void> check_grant_operation(std::string_view operation);

/// What the request asks for, without an id.
GrantRecord grant_of(const CreateGrantRequest& request, std::string_view key_id, std::string_view issuing_account,
                     Timestamp now);
/// True if both say the same: a named grant is made once.
bool is_same_grant(const GrantRecord& a, const GrantRecord& b);
/// Whether a grantee of `parent` may hand out `child`: no operation more, no constraint less.
bool is_within(const GrantRecord& parent, const GrantRecord& child);

/// What the grant allows its grantee, as a policy document, so that the one policy engine decides on it.
std::string grant_policy(const GrantRecord& grant);
/// Who may retire the grant, as a policy document: its retiring principal, its grantee if it says so, and
/// (through policies of their own) the accounts of its issuer and of its key.
std::string retirement_policy(const GrantRecord& grant, std::string_view key_account);
/// Whether the grant itself lets the caller retire it, so that no policy of another account is asked.
bool names_as_retiring(const GrantRecord& grant, const auth::Caller& caller);

GrantListEntry entry_of(const GrantRecord& grant, std::string_view key_arn);

}  // namespace stellwerk::kms
