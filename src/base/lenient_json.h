#pragma once
#include <string_view>

#include "base/json.h"

namespace stellwerk {

/// As parse_json, but a member that is given twice is kept twice, in order: for event patterns and events, where AWS
/// takes such text.
Result<Json> parse_lenient_json(std::string_view text);

}  // namespace stellwerk
