#pragma once
#include "base/result.h"
#include "gateway/environment.h"
#include "ports/call.h"
#include "ports/service.h"

namespace stellwerk::gateway {

/// Whether the caller may do what the request asks: each of its accesses must be allowed.
/// Errors: AccessDenied in the protocol's form with AWS's text; whatever the service's accesses() reports.
Result<void> authorise(Environment& environment, const ports::BoundService& service,
                       const ports::BoundOperation& operation, ports::Call& call, const void* request);

}  // namespace stellwerk::gateway
