#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "auth/policy.h"
#include "base/json.h"

/// Documents that a resource carries: checked when they come, built where a service writes one itself.
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
namespace stellwerk::aws {

struct PolicyFault {
  enum class Kind { too_large, malformed };
  Kind kind;
  std::string message;  // IAM's words for what is malformed
};

/// Nothing if `text` may be stored.
std::optional<PolicyFault> policy_fault(std::string_view text, std::size_t bytes_limit, auth::PolicyKind kind);

/// One Allow statement. `principal`, `action` and `resource` as they stand in the document; a null condition is left
/// out, an empty id too.
Json allow(std::string id, Json principal, Json action, Json resource, Json condition = {});
/// {"AWS": "arn:aws:iam::<account>:root"}.
Json account_principal(std::string_view account);
/// {"<test>": {"<key>": <value>}}.
Json condition(std::string test, std::string key, Json value);
/// The document's text; an empty id is left out.
std::string policy_document(Json::Array statements, std::string id = {});
/// A document's statements, also where it has one that stands for itself; none if it is no document.
Json::Array policy_statements(std::string_view text);

}  // namespace stellwerk::aws
