#pragma once
#include <optional>
#include <string>

#include "api/events.h"

namespace stellwerk::events {

/// The policy of a bus with the statement that PutPermission describes, in place of one of the same id.
std::string with_statement(const std::string& policy, const PutPermissionRequest& request, const std::string& bus_arn);
/// Nothing if there is no such statement; empty if none is left.
std::optional<std::string> without_statement(const std::string& policy, const std::string& statement_id);

}  // namespace stellwerk::events
