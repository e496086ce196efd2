#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "ports/access.h"
#include "ports/call.h"
#include "ports/client.h"

/// Roles that services act in, and services that act as themselves.
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
namespace stellwerk::aws {

/// The leave to hand a role to a service ("codebuild.amazonaws.com") for the resource `associated_arn`. Error
/// AccessDeniedException if the role is not one of the account whose resource it is.
Result<ports::Access> pass_role(const ports::Call& call, std::string_view service, const std::string& role_arn,
                                const std::string& associated_arn);

/// A service as itself, as it stands in resource policies that name it: for what it does for a resource of its own.
ports::Session as_service(std::string principal, const store::Scope& scope);

}  // namespace stellwerk::aws
