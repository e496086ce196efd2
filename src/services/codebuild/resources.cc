#include "aws/service_roles.h"
#include "aws/tags.h"
#include "ports/access.h"
#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

// Which operation needs leave for which of these stands in operations.list.
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html
namespace stellwerk::codebuild {
namespace {

using Accesses = Result<std::vector<ports::Access>>;

ports::Access on_project(ports::Call& call, std::string action, const std::string& name) {
  ports::Access out{std::move(action), project_arn(call.scope(), name), call.account};
  if (auto project = kProjects.get(call.transaction, call.scope(), {name})) {
    aws::tell_resource_tags(out, project->tags);
  }
  return out;
}

Result<ports::Access> pass_role(ports::Call& call, const std::string& role_arn, const std::string& project) {
  return aws::pass_role(call, "codebuild.amazonaws.com", role_arn, project_arn(call.scope(), project));
}

/// One access for each project among names or builds' ids.
Accesses on_each(ports::Call& call, const std::string& action, const std::vector<std::string>& names) {
  std::vector<ports::Access> out;
  std::set<std::string> seen;
  for (const std::string& name : names) {
    std::string project = project_of(name_from_arn(name));
    if (seen.insert(project).second) out.push_back(on_project(call, action, project));
  }
  return out;
}

}  // namespace

/// By its name or ARN.
Result<ports::Access> project_access(CodeBuild&, ports::Call& call, const std::string& project) {
  return on_project(call, "", name_from_arn(project));
}

/// A build's leave is that on its project.
Result<ports::Access> project_of_build_access(CodeBuild&, ports::Call& call, const std::optional<std::string>& build) {
  return on_project(call, "", project_of(name_from_arn(build.value_or(""))));
}

// Those below hand roles on, or name a project once for many builds, which operations.list cannot say.

Accesses accesses(CodeBuild&, ports::Call& call, const CreateProjectRequest& request) {
  std::vector<ports::Access> out{on_project(call, "codebuild:CreateProject", request.name),
                                 TRY(pass_role(call, request.service_role, request.name))};
  aws::tell_request_tags(out.front(), aws::tag_list(request.tags));
  return out;
}

Accesses accesses(CodeBuild&, ports::Call& call, const UpdateProjectRequest& request) {
  std::vector<ports::Access> out{on_project(call, "codebuild:UpdateProject", name_from_arn(request.name))};
  aws::tell_request_tags(out.front(), aws::tag_list(request.tags));
  if (request.service_role) {
    out.push_back(TRY(pass_role(call, *request.service_role, name_from_arn(request.name))));
  }
  return out;
}

Accesses accesses(CodeBuild&, ports::Call& call, const BatchGetProjectsRequest& request) {
  return on_each(call, "codebuild:BatchGetProjects", request.names);
}

Accesses accesses(CodeBuild&, ports::Call& call, const StartBuildRequest& request) {
  std::vector<ports::Access> out{on_project(call, "codebuild:StartBuild", name_from_arn(request.project_name))};
  if (request.service_role_override) {
    out.push_back(TRY(pass_role(call, *request.service_role_override, name_from_arn(request.project_name))));
  }
  return out;
}

Accesses accesses(CodeBuild&, ports::Call& call, const BatchGetBuildsRequest& request) {
  return on_each(call, "codebuild:BatchGetBuilds", request.ids);
}

Accesses accesses(CodeBuild&, ports::Call& call, const BatchDeleteBuildsRequest& request) {
  return on_each(call, "codebuild:BatchDeleteBuilds", request.ids);
}

}  // namespace stellwerk::codebuild
