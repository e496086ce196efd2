#pragma once
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace stellwerk::events {

/// Errors: InvalidEventPatternException with the place.
/// Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
Result<Json> parse_pattern(std::string_view text);

/// Whether `event` has everything that a parsed pattern asks for.
bool matches(const Json& pattern, const Json& event);

}  // namespace stellwerk::events
