#pragma once
#include <string>

#include "auth/caller.h"
#include "services/codebuild/rules.h"

namespace stellwerk::codebuild {

/// The project's settings with what StartBuild says instead. Errors: InvalidInputException.
Result<Settings> settings_of_build(const ProjectRecord& project, const StartBuildRequest& request);

/// Tells two requests with one idempotency token apart.
std::string digest_of(const Settings& settings);

/// The user's name, the role's session as "Role/session", or the account's root.
std::string initiator_of(const auth::Caller& caller);

}  // namespace stellwerk::codebuild
