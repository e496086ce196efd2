#include "aws/service_roles.h"
#include "aws/tags.h"
#include "ports/access.h"
#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"

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

Accesses one(ports::Access access) { return std::vector<ports::Access>{std::move(access)}; }

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

Accesses accesses(CodeBuild&, ports::Call& call, const UpdateProjectVisibilityRequest& request) {
  return one(on_project(call, "codebuild:UpdateProjectVisibility", name_from_arn(request.project_arn)));
}

Accesses accesses(CodeBuild&, ports::Call& call, const DeleteProjectRequest& request) {
  return one(on_project(call, "codebuild:DeleteProject", name_from_arn(request.name)));
}

Accesses accesses(CodeBuild&, ports::Call& call, const BatchGetProjectsRequest& request) {
  return on_each(call, "codebuild:BatchGetProjects", request.names);
}

Accesses accesses(CodeBuild&, ports::Call&, const ListProjectsRequest&) {
  return one({"codebuild:ListProjects", "*", ""});
}

Accesses accesses(CodeBuild&, ports::Call& call, const StartBuildRequest& request) {
  std::vector<ports::Access> out{on_project(call, "codebuild:StartBuild", name_from_arn(request.project_name))};
  if (request.service_role_override) {
    out.push_back(TRY(pass_role(call, *request.service_role_override, name_from_arn(request.project_name))));
  }
  return out;
}

Accesses accesses(CodeBuild&, ports::Call& call, const StopBuildRequest& request) {
  return one(on_project(call, "codebuild:StopBuild", project_of(name_from_arn(request.id))));
}

Accesses accesses(CodeBuild&, ports::Call& call, const RetryBuildRequest& request) {
  return one(on_project(call, "codebuild:RetryBuild", project_of(name_from_arn(request.id.value_or("")))));
}

Accesses accesses(CodeBuild&, ports::Call& call, const BatchGetBuildsRequest& request) {
  return on_each(call, "codebuild:BatchGetBuilds", request.ids);
}

Accesses accesses(CodeBuild&, ports::Call& call, const BatchDeleteBuildsRequest& request) {
  return on_each(call, "codebuild:BatchDeleteBuilds", request.ids);
}

Accesses accesses(CodeBuild&, ports::Call&, const ListBuildsRequest&) { return one({"codebuild:ListBuilds", "*", ""}); }

Accesses accesses(CodeBuild&, ports::Call& call, const ListBuildsForProjectRequest& request) {
  return one(on_project(call, "codebuild:ListBuildsForProject", name_from_arn(request.project_name)));
}

}  // namespace stellwerk::codebuild
