#pragma once
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

// What a request says about a project; what it leaves out stays. Errors: InvalidInputException.
Result<void> apply_changes(ProjectRecord& project, ports::Call& call, const CreateProjectRequest& request);
Result<void> apply_changes(ProjectRecord& project, ports::Call& call, const UpdateProjectRequest& request);

}  // namespace stellwerk::codebuild
