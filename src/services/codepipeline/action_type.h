#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/codepipeline.h"

/// What a declaration of an action must be like: artifacts, configuration, variables. One object for each provider, in
/// the file that carries its actions out.
/// Source: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html
namespace stellwerk::codepipeline {

using Configuration = std::map<std::string, std::string>;

struct ActionType {
  std::vector<std::string_view> categories;
  std::string_view provider;
  std::size_t fewest_inputs = 0, most_inputs = 0, fewest_outputs = 0, most_outputs = 0;
  std::vector<std::string_view> required_configuration = {};
  std::vector<std::string_view> optional_configuration = {};
  /// The names that later actions can refer to; nothing: the action chooses them while it runs.
  std::optional<std::vector<std::string_view>> variables = std::vector<std::string_view>{};
  /// What is wrong with a configuration whose variables are not yet replaced; nothing if it is sound. May be null.
  std::optional<std::string> (*fault_of)(const Configuration& configuration) = nullptr;
};

extern const ActionType kCodeCommitSource;
extern const ActionType kCodeBuildAction;
extern const ActionType kS3Deployment;
extern const ActionType kManualApproval;

/// The type that an id means, or a null pointer.
const ActionType* find_action_type(const ActionTypeId& id);

}  // namespace stellwerk::codepipeline
