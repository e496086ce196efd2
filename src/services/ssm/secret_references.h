#pragma once
#include <string>

#include "api/ssm.h"
#include "base/result.h"
#include "ports/call.h"
#include "services/ssm/rules.h"

/// Parameters that stand for a secret of Secrets Manager:
/// "/aws/reference/secretsmanager/NAME", also with the id of a version or a
/// staging label behind it. Source:
/// https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
namespace stellwerk::ssm {

bool is_secret_reference(const std::string& name);

/// The secret's value, read on the caller's behalf. Errors: ValidationException
/// unless `decrypt`, ParameterNotFound, and Secrets Manager's refusals of
/// access.
Result<Parameter> secret_as_parameter(ports::Call& call, const Reference& reference, bool decrypt);

}  // namespace stellwerk::ssm
