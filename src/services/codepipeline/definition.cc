#include "services/codepipeline/definition.h"

#include <algorithm>
#include <set>

#include "base/assert.h"
#include "protocol/codec.h"
#include "protocol/json_codec.h"
#include "services/codepipeline/action_type.h"
#include "services/codepipeline/rules.h"
#include "services/codepipeline/variables.h"

namespace stellwerk::codepipeline {
namespace {

const protocol::Shape& declaration_document() { return *protocol::find_operation(model(), "GetPipeline")->output; }

::stellwerk::Error invalid_action(const StageDeclaration& stage, const ActionDeclaration& action,
                                  const std::string& why) {
  return errors::InvalidActionDeclarationException("Action " + action.name + " of stage " + stage.name + ": " + why);
}

Result<void> check_configuration(const StageDeclaration& stage, const ActionDeclaration& action,
                                 const ActionType& type) {
  static const Configuration kNothing;
  const auto& configuration = action.configuration ? *action.configuration : kNothing;
  for (std::string_view name : type.required_configuration) {
    if (!configuration.contains(std::string(name))) {
      return invalid_action(stage, action, "the configuration lacks " + std::string(name));
    }
  }
  for (const auto& [name, value] : configuration) {
    bool is_known = std::ranges::find(type.required_configuration, name) != type.required_configuration.end() ||
                    std::ranges::find(type.optional_configuration, name) != type.optional_configuration.end();
    if (!is_known) return invalid_action(stage, action, "the configuration key " + name + " is not known here");
  }
  auto fault = type.fault_of ? type.fault_of(configuration) : std::nullopt;
  if (fault) return invalid_action(stage, action, *fault);
  return {};
}

Result<void> check_action(const StageDeclaration& stage, const ActionDeclaration& action, bool is_first_stage) {
  const ActionTypeId& type = action.action_type_id;
  const ActionType* known = find_action_type(type);
  if (known == nullptr) {
    return invalid_action(stage, action,
                          "ActionType (Category: '" + type.category + "', Provider: '" + type.provider + "', Owner: '" +
                              type.owner + "', Version: '" + type.version + "') is not available");
  }
  if ((type.category == "Source") != is_first_stage) {
    return errors::InvalidStructureException("Pipeline should start with a stage that only contains source actions");
  }
  if (action.commands || action.output_variables || action.environment_variables) {
    return invalid_action(stage, action,
                          "commands, outputVariables and environmentVariables belong to Compute actions, "
                          "which are not available");
  }
  std::size_t inputs = action.input_artifacts ? action.input_artifacts->size() : 0;
  std::size_t outputs = action.output_artifacts ? action.output_artifacts->size() : 0;
  if (inputs < known->fewest_inputs || inputs > known->most_inputs) {
    return invalid_action(stage, action,
                          "it takes " + std::to_string(known->fewest_inputs) + " to " +
                              std::to_string(known->most_inputs) + " input artifacts");
  }
  if (outputs < known->fewest_outputs || outputs > known->most_outputs) {
    return invalid_action(stage, action,
                          "it gives " + std::to_string(known->fewest_outputs) + " to " +
                              std::to_string(known->most_outputs) + " output artifacts");
  }
  if (action.region && action.region->empty()) return invalid_action(stage, action, "the region is empty");
  return check_configuration(stage, action, *known);
}

Result<void> check_stage(const StageDeclaration& stage) {
  if (stage.actions.empty()) {
    return errors::InvalidStageDeclarationException("Stage " + stage.name + " has no actions.");
  }
  if (stage.blockers && !stage.blockers->empty()) {
    return errors::InvalidStageDeclarationException("Stage " + stage.name + ": blockers are reserved; leave them out.");
  }
  bool has_conditions = stage.on_success || stage.before_entry || (stage.on_failure && stage.on_failure->conditions);
  if (has_conditions) {
    return errors::InvalidStageDeclarationException("Stage " + stage.name +
                                                    ": conditions with rules are not available here; leave them out.");
  }
  std::set<std::string> names;
  for (const ActionDeclaration& action : stage.actions) {
    if (!names.insert(action.name).second) {
      return errors::InvalidStageDeclarationException("Stage " + stage.name + " has two actions named " + action.name +
                                                      ".");
    }
  }
  return {};
}

// Each input must be some earlier action's output, and no output may be given twice.
Result<void> check_artifacts(const PipelineDeclaration& declaration) {
  std::set<std::string> available;
  for (const StageDeclaration& stage : declaration.stages) {
    std::vector<const ActionDeclaration*> actions;
    for (const ActionDeclaration& action : stage.actions) actions.push_back(&action);
    std::ranges::stable_sort(actions, {},
                             [](const ActionDeclaration* action) { return action->run_order.value_or(1); });
    for (std::size_t i = 0; i < actions.size();) {
      std::size_t group_end = i;
      while (group_end < actions.size() &&
             actions[group_end]->run_order.value_or(1) == actions[i]->run_order.value_or(1)) {
        for (const InputArtifact& input : actions[group_end]->input_artifacts.value_or(std::vector<InputArtifact>{})) {
          if (!available.contains(input.name)) {
            return invalid_action(stage, *actions[group_end],
                                  "Input Artifact " + input.name + " is not declared by an earlier action");
          }
        }
        ++group_end;
      }
      for (; i < group_end; ++i) {
        for (const OutputArtifact& output : actions[i]->output_artifacts.value_or(std::vector<OutputArtifact>{})) {
          if (!available.insert(output.name).second) {
            return invalid_action(stage, *actions[i],
                                  "Output Artifact Bundle name must be unique within the pipeline. " + output.name +
                                      " has been used more than once.");
          }
        }
      }
    }
  }
  return {};
}

}  // namespace

std::string encode_definition(const PipelineDeclaration& declaration) {
  GetPipelineResponse document;
  document.pipeline = declaration;
  std::string out;
  protocol::write_json(declaration_document(), &document, out);
  return out;
}

PipelineDeclaration decode_definition(const std::string& text) {
  GetPipelineResponse document;
  protocol::MissingMembers missing;
  auto read = protocol::read_json(declaration_document(), text, &document, protocol::Place{}, missing);
  STELLWERK_ASSERT(read.has_value() && document.pipeline.has_value());
  return std::move(*document.pipeline);
}

Result<void> check_definition(const PipelineDeclaration& declaration) {
  if (declaration.stages.size() < kFewestStages || declaration.stages.size() > kStagesLimit) {
    return errors::InvalidStructureException("Pipeline has " + std::to_string(declaration.stages.size()) +
                                             " stage(s). There should be between 2 and 50 stages in the pipeline.");
  }
  if (declaration.artifact_store.has_value() == declaration.artifact_stores.has_value()) {
    return errors::InvalidStructureException("Give either artifactStore or artifactStores.");
  }
  if (declaration.triggers && !declaration.triggers->empty()) {
    return errors::InvalidStructureException(
        "Triggers with filters are for CodeStarSourceConnection sources, which are "
        "not available here; use an EventBridge rule.");
  }
  std::string type = declaration.pipeline_type.value_or("V1");
  if (type == "V1" && (declaration.variables || declaration.execution_mode.value_or("SUPERSEDED") != "SUPERSEDED")) {
    return errors::InvalidStructureException(
        "Variables and execution modes other than SUPERSEDED need pipelineType V2.");
  }
  std::set<std::string> names;
  for (const StageDeclaration& stage : declaration.stages) {
    if (!names.insert(stage.name).second) {
      return errors::InvalidStructureException("Two stages are named " + stage.name + ".");
    }
    TRY(check_stage(stage));
    for (const ActionDeclaration& action : stage.actions) {
      TRY(check_action(stage, action, &stage == &declaration.stages.front()));
    }
  }
  TRY(check_artifacts(declaration));
  return check_variables(declaration);
}

void complete_definition(PipelineDeclaration& declaration) {
  if (!declaration.pipeline_type) declaration.pipeline_type = "V1";
  if (!declaration.execution_mode) declaration.execution_mode = "SUPERSEDED";
  for (StageDeclaration& stage : declaration.stages) {
    for (ActionDeclaration& action : stage.actions) {
      if (!action.run_order) action.run_order = 1;
      if (!action.configuration) action.configuration.emplace();
      if (!action.input_artifacts) action.input_artifacts.emplace();
      if (!action.output_artifacts) action.output_artifacts.emplace();
    }
  }
}

const StageDeclaration* find_stage(const PipelineDeclaration& declaration, std::string_view name) {
  auto found = std::ranges::find(declaration.stages, name, &StageDeclaration::name);
  return found == declaration.stages.end() ? nullptr : &*found;
}

const ActionDeclaration* find_action(const StageDeclaration& stage, std::string_view name) {
  auto found = std::ranges::find(stage.actions, name, &ActionDeclaration::name);
  return found == stage.actions.end() ? nullptr : &*found;
}

const ArtifactStore* find_artifact_store(const PipelineDeclaration& declaration, const std::string& region) {
  if (declaration.artifact_store) return &*declaration.artifact_store;
  auto found = declaration.artifact_stores->find(region);
  return found == declaration.artifact_stores->end() ? nullptr : &found->second;
}

}  // namespace stellwerk::codepipeline
