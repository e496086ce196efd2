#pragma once
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "services/events/records.h"

namespace stellwerk::events {

/// What a target gets of an event: the event, a part of it, a constant, or a template filled from it.
/// Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
std::string target_input(const TargetRecord& target, const Json& event);

/// The value at "$.detail.project-name", or nothing. Only member names, as EventBridge has it.
const Json* at_path(const Json& event, std::string_view path);
bool is_path(std::string_view path);

}  // namespace stellwerk::events
