#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stellwerk::logs {

using EventFilter = std::function<bool(std::string_view message)>;

/// Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
/// Error: InvalidParameterException for a pattern that is wrong or that is not known here.
Result<EventFilter> parse_filter_pattern(std::string_view pattern);

}  // namespace stellwerk::logs
