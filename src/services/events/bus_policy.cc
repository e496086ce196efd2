#include "services/events/bus_policy.h"

#include "base/json.h"

namespace stellwerk::events {
namespace {

Json::Array statements_of(const std::string& policy) {
  auto parsed = parse_json(policy);
  const Json* statements = parsed ? parsed->find("Statement") : nullptr;
  if (statements == nullptr) return {};
  if (statements->array() != nullptr) return *statements->array();
  return {*statements};
}

std::string document_of(Json::Array statements) {
  if (statements.empty()) return {};
  Json document;
  document.set("Version", "2012-10-17").set("Statement", Json(std::move(statements)));
  return document.dump();
}

std::size_t erase_statement(Json::Array& statements, const std::string& id) {
  return std::erase_if(statements, [&](const Json& statement) { return statement.string_at("Sid") == id; });
}

}  // namespace

std::string with_statement(const std::string& policy, const PutPermissionRequest& request, const std::string& bus_arn) {
  Json::Array statements = statements_of(policy);
  erase_statement(statements, *request.statement_id);
  Json principal;
  if (*request.principal == "*") {
    principal = "*";
  } else {
    principal.set("AWS", "arn:aws:iam::" + *request.principal + ":root");
  }
  Json statement;
  statement.set("Sid", *request.statement_id).set("Effect", "Allow").set("Principal", principal);
  statement.set("Action", *request.action).set("Resource", bus_arn);
  if (request.condition) {
    Json value, condition;
    value.set(request.condition->key, request.condition->value);
    condition.set(request.condition->type, value);
    statement.set("Condition", condition);
  }
  statements.push_back(std::move(statement));
  return document_of(std::move(statements));
}

std::optional<std::string> without_statement(const std::string& policy, const std::string& statement_id) {
  Json::Array statements = statements_of(policy);
  if (erase_statement(statements, statement_id) == 0) return std::nullopt;
  return document_of(std::move(statements));
}

}  // namespace stellwerk::events
