#pragma once
#include "base/result.h"
#include "protocol/reading.h"
#include "protocol/shape.h"

/// Requests against the limits of their model, in AWS's words.
namespace stellwerk::protocol {

/// At most this much of a wrong value is shown in a message.
inline constexpr std::size_t kShownValueLimit = 1024;

/// Error: the service's own for constraints ("1 validation error detected: Value null at 'keyId' failed to satisfy
/// constraint: Member must not be null"), or what the operation declares for the first member that breaks one. S3 has
/// no such form: there what is required and what is enumerated is checked, with S3's codes.
Result<void> validate(const ServiceModel& model, const Operation& operation, const void* request,
                      const MissingMembers& missing);

}  // namespace stellwerk::protocol
