#include "aws/service_roles.h"
#include "aws/tags.h"
#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

// Which operation needs leave for which of these stands in operations.list.
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html
namespace stellwerk::codepipeline {
namespace {

using Accesses = std::vector<ports::Access>;

ports::Access on(ports::Call& call, const std::string& pipeline, const std::string& below = "") {
  ports::Access access{.resource = pipeline_arn(call.scope(), pipeline) + below};
  if (auto record = kPipelines.get(call.transaction, call.scope(), {pipeline})) {
    aws::tell_resource_tags(access, record->tags);
  }
  return access;
}

/// A declaration is written under its own name, with leave to hand its role to the service.
Result<Accesses> on_declaration(ports::Call& call, std::string action, const PipelineDeclaration& pipeline) {
  Accesses out{on(call, pipeline.name)};
  out[0].action = std::move(action);
  out.push_back(TRY(aws::pass_role(call, "codepipeline.amazonaws.com", pipeline.role_arn, out[0].resource)));
  return out;
}

}  // namespace

Result<ports::Access> pipeline_access(CodePipeline&, ports::Call& call, const std::string& name) {
  return on(call, name);
}

Result<ports::Access> pipeline_arn_access(CodePipeline&, ports::Call& call, const std::string& arn) {
  return on(call, TRY(name_of_arn(call.scope(), arn)));
}

Result<ports::Access> stage_access(CodePipeline&, ports::Call& call, const std::string& pipeline,
                                   const std::string& stage) {
  return on(call, pipeline, "/" + stage);
}

Result<ports::Access> action_access(CodePipeline&, ports::Call& call, const std::string& pipeline,
                                    const std::string& stage, const std::string& action) {
  return on(call, pipeline, "/" + stage + "/" + action);
}

Result<Accesses> accesses(CodePipeline&, ports::Call& call, const CreatePipelineRequest& request) {
  Accesses out = TRY(on_declaration(call, "codepipeline:CreatePipeline", request.pipeline));
  if (request.tags && !request.tags->empty()) {
    out.push_back(out[0]);
    out.back().action = "codepipeline:TagResource";
    for (ports::Access& access : out) aws::tell_request_tags(access, aws::tag_list(*request.tags));
  }
  return out;
}

Result<Accesses> accesses(CodePipeline&, ports::Call& call, const UpdatePipelineRequest& request) {
  return on_declaration(call, "codepipeline:UpdatePipeline", request.pipeline);
}

}  // namespace stellwerk::codepipeline
