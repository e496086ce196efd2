#include "services/codepipeline/variables.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "services/codepipeline/action_type.h"

namespace stellwerk::codepipeline {
namespace {

constexpr std::string_view kOfPipeline = "variables", kOfService = "codepipeline";
constexpr std::string_view kExecutionId = "codepipeline.PipelineExecutionId";

Result<void> resolve_texts(Json& json, const std::map<std::string, std::string>& values) {
  if (const std::string* text = json.string()) json = Json(TRY(resolve_variables(*text, values)));
  if (Json::Array* items = json.array()) {
    for (Json& item : *items) TRY(resolve_texts(item, values));
  }
  if (Json::Object* members = json.object()) {
    for (auto& [name, value] : *members) TRY(resolve_texts(value, values));
  }
  return {};
}

::stellwerk::Error invalid(const StageDeclaration& stage, const ActionDeclaration& action, const std::string& why) {
  return errors::InvalidActionDeclarationException("Action " + action.name + " of stage " + stage.name + ": " + why);
}

/// Goes through the actions in the order in which they can run.
class VariablesCheck {
 public:
  explicit VariablesCheck(const PipelineDeclaration& declaration) {
    for (const auto& variable : declaration.variables.value_or(std::vector<PipelineVariableDeclaration>{})) {
      pipeline_.insert(variable.name);
    }
  }

  Result<void> stage(const StageDeclaration& stage) {
    std::map<std::int64_t, std::vector<const ActionDeclaration*>> by_order;
    for (const ActionDeclaration& action : stage.actions) by_order[action.run_order.value_or(1)].push_back(&action);
    for (const auto& [order, actions] : by_order) {
      for (const ActionDeclaration* action : actions) TRY(references(stage, *action));
      for (const ActionDeclaration* action : actions) TRY(name_space(stage, *action));
    }
    return {};
  }

 private:
  Result<void> references(const StageDeclaration& stage, const ActionDeclaration& action) {
    for (const auto& [name, value] : action.configuration.value_or(std::map<std::string, std::string>{})) {
      for (const std::string& reference : references_in(value)) {
        if (auto why = fault_of(reference))
          return invalid(stage, action, name + " refers to #{" + reference + "}: " + *why);
      }
    }
    return {};
  }

  std::optional<std::string> fault_of(const std::string& reference) const {
    std::size_t dot = reference.find('.');
    if (dot == reference.npos || dot == 0 || dot + 1 == reference.size()) return "wanted is #{namespace.variable}";
    std::string space = reference.substr(0, dot), name = reference.substr(dot + 1);
    if (space == kOfService) {
      return reference == kExecutionId ? std::nullopt : std::optional<std::string>("CodePipeline has no such variable");
    }
    if (space == kOfPipeline) {
      return pipeline_.contains(name) ? std::nullopt
                                      : std::optional<std::string>("the pipeline declares no such variable");
    }
    auto giver = types_.find(space);
    if (giver == types_.end()) return "no earlier action has the namespace " + space;
    const auto& variables = giver->second->variables;
    if (!variables || std::ranges::find(*variables, name) != variables->end()) return std::nullopt;
    return "actions of " + std::string(giver->second->provider) + " give no variable of that name";
  }

  Result<void> name_space(const StageDeclaration& stage, const ActionDeclaration& action) {
    if (!action.namespace_) return {};
    const std::string& name = *action.namespace_;
    if (name == kOfPipeline || name == kOfService)
      return invalid(stage, action, "the namespace " + name + " is reserved");
    if (!types_.emplace(name, find_action_type(action.action_type_id)).second) {
      return invalid(stage, action, "the namespace " + name + " belongs to another action of the pipeline");
    }
    return {};
  }

  std::set<std::string> pipeline_;
  std::map<std::string, const ActionType*> types_;
};

}  // namespace

std::vector<std::string> references_in(std::string_view text) {
  std::vector<std::string> out;
  while (true) {
    std::size_t begin = text.find("#{");
    std::size_t end = begin == text.npos ? begin : text.find('}', begin);
    if (end == text.npos) return out;
    out.emplace_back(text.substr(begin + 2, end - begin - 2));
    text.remove_prefix(end + 1);
  }
}

Result<std::string> resolve_variables(std::string_view text, const std::map<std::string, std::string>& values) {
  std::string out;
  for (const std::string& reference : references_in(text)) {
    auto value = values.find(reference);
    if (value == values.end()) {
      return ::stellwerk::Error{"InvalidActionConfiguration",
                                "The variable #{" + reference + "} has no value at this point of the pipeline."};
    }
    std::size_t begin = text.find("#{");
    out.append(text.substr(0, begin)).append(value->second);
    text.remove_prefix(begin + reference.size() + 3);
  }
  return out.append(text);
}

Result<std::string> resolve_setting(std::string_view name, const std::string& text,
                                    const std::map<std::string, std::string>& values) {
  auto json = name == kEnvironmentVariables ? parse_json(text) : Result<Json>(Json());
  if (!json || json->is_null()) return resolve_variables(text, values);
  TRY(resolve_texts(*json, values));
  return json->dump();
}

Result<void> check_variables(const PipelineDeclaration& declaration) {
  VariablesCheck check(declaration);
  for (const StageDeclaration& stage : declaration.stages) TRY(check.stage(stage));
  return {};
}

}  // namespace stellwerk::codepipeline
