#include "aws/resource_policy.h"

#include "aws/arn.h"

namespace stellwerk::aws {

std::optional<PolicyFault> policy_fault(std::string_view text, std::size_t bytes_limit, auth::PolicyKind kind) {
  if (text.size() > bytes_limit) {
    return PolicyFault{PolicyFault::Kind::too_large,
                       "The policy is larger than " + std::to_string(bytes_limit) + " bytes."};
  }
  auto parsed = auth::parse_policy(text, kind);
  if (!parsed) return PolicyFault{PolicyFault::Kind::malformed, parsed.error().message};
  return std::nullopt;
}

Json allow(std::string id, Json principal, Json action, Json resource, Json condition) {
  Json out;
  if (!id.empty()) out.set("Sid", std::move(id));
  out.set("Effect", "Allow").set("Principal", std::move(principal));
  out.set("Action", std::move(action)).set("Resource", std::move(resource));
  if (!condition.is_null()) out.set("Condition", std::move(condition));
  return out;
}

Json account_principal(std::string_view account) {
  Json out;
  out.set("AWS", global_arn("iam", account, "root"));
  return out;
}

Json condition(std::string test, std::string key, Json value) {
  Json pair, out;
  pair.set(std::move(key), std::move(value));
  out.set(std::move(test), std::move(pair));
  return out;
}

std::string policy_document(Json::Array statements, std::string id) {
  Json out;
  out.set("Version", "2012-10-17");
  if (!id.empty()) out.set("Id", std::move(id));
  out.set("Statement", Json(std::move(statements)));
  return out.dump();
}

Json::Array policy_statements(std::string_view text) {
  auto parsed = parse_json(text);
  const Json* statements = parsed ? parsed->find("Statement") : nullptr;
  if (statements == nullptr) return {};
  if (statements->array() != nullptr) return *statements->array();
  return {*statements};
}

}  // namespace stellwerk::aws
