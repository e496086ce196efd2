#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/codepipeline.h"
#include "base/result.h"

/// Variables of actions and pipelines: #{namespace.name}.
/// Source: https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
namespace stellwerk::codepipeline {

/// The setting whose value is JSON: variables are replaced within its texts.
inline constexpr std::string_view kEnvironmentVariables = "EnvironmentVariables";

/// "namespace.name" of each reference in a text, in order.
std::vector<std::string> references_in(std::string_view text);

/// Replaces each reference. Error: InvalidStructureException-like text naming the variable that has no value.
/// `values` by "namespace.name".
Result<std::string> resolve_variables(std::string_view text, const std::map<std::string, std::string>& values);
/// The same for an action's setting: what a value holds never becomes a part of the JSON around it.
Result<std::string> resolve_setting(std::string_view name, const std::string& text,
                                    const std::map<std::string, std::string>& values);

/// Each namespace is one action's, and each reference is to a variable that an earlier action, the pipeline or
/// CodePipeline itself gives. Error: InvalidActionDeclarationException.
Result<void> check_variables(const PipelineDeclaration& declaration);

}  // namespace stellwerk::codepipeline
