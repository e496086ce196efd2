#pragma once
#include "base/result.h"
#include "protocol/shape.h"

/// What an operation's line in operations.list refuses.
namespace stellwerk::protocol {

/// Whether the request asks for something that is not built here. A value that asks for nothing (false, zero, an empty
/// text, list or map) passes where any value is refused. Error: the service's own for refusals, naming the member.
Result<void> check_refusals(const ServiceModel& model, const Operation& operation, const void* request);

}  // namespace stellwerk::protocol
