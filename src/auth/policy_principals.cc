#include "auth/policy_principals.h"

#include "base/json.h"

namespace stellwerk::auth {
namespace {

using Other = std::function<std::optional<std::string>(const std::string&)>;

Json* member(Json& object, std::string_view name) {
  if (object.object() == nullptr) return nullptr;
  for (auto& [key, value] : *object.object()) {
    if (key == name) return &value;
  }
  return nullptr;
}

/// Each answers whether anything changed.
bool change_name(Json& name, const Other& other) {
  if (name.string() == nullptr) return false;
  auto changed = other(*std::as_const(name).string());
  if (!changed || *changed == *std::as_const(name).string()) return false;
  name = Json(std::move(*changed));
  return true;
}

bool change_names(Json& names, const Other& other) {
  if (names.array() == nullptr) return change_name(names, other);
  bool any = false;
  for (Json& name : *names.array()) any = change_name(name, other) || any;
  return any;
}

bool change_statement(Json& statement, const Other& other) {
  bool any = false;
  for (const char* element : {"Principal", "NotPrincipal"}) {
    Json* principal = member(statement, element);
    Json* names = principal ? member(*principal, "AWS") : nullptr;
    if (names) any = change_names(*names, other) || any;
  }
  return any;
}

}  // namespace

std::string with_principals(std::string_view policy, const Other& other) {
  auto json = parse_json(policy);
  Json* statements = json ? member(*json, "Statement") : nullptr;
  if (statements == nullptr) return std::string(policy);
  bool any = false;
  if (statements->array() == nullptr) {
    any = change_statement(*statements, other);
  } else {
    for (Json& statement : *statements->array()) any = change_statement(statement, other) || any;
  }
  return any ? json->dump() : std::string(policy);
}

}  // namespace stellwerk::auth
