#include "aws/service_roles.h"
#include "aws/tags.h"
#include "ports/access.h"
#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html
namespace stellwerk::codepipeline {
namespace {

using Accesses = std::vector<ports::Access>;

ports::Access on(ports::Call& call, std::string action, const std::string& pipeline, const std::string& below = "") {
  ports::Access access{.action = "codepipeline:" + std::move(action),
                       .resource = pipeline_arn(call.scope(), pipeline) + below};
  if (auto record = kPipelines.get(call.transaction, call.scope(), {pipeline})) {
    aws::tell_resource_tags(access, record->tags);
  }
  return access;
}

Result<ports::Access> pass_role(ports::Call& call, const PipelineDeclaration& pipeline) {
  return aws::pass_role(call, "codepipeline.amazonaws.com", pipeline.role_arn,
                        pipeline_arn(call.scope(), pipeline.name));
}

}  // namespace

Result<Accesses> accesses(CodePipeline&, ports::Call& call, const CreatePipelineRequest& request) {
  Accesses out{on(call, "CreatePipeline", request.pipeline.name), TRY(pass_role(call, request.pipeline))};
  if (request.tags && !request.tags->empty()) {
    out.push_back(on(call, "TagResource", request.pipeline.name));
    for (ports::Access& access : out) aws::tell_request_tags(access, aws::tag_list(*request.tags));
  }
  return out;
}
Result<Accesses> accesses(CodePipeline&, ports::Call& call, const UpdatePipelineRequest& request) {
  return Accesses{on(call, "UpdatePipeline", request.pipeline.name), TRY(pass_role(call, request.pipeline))};
}
Result<Accesses> accesses(CodePipeline&, ports::Call&, const ListPipelinesRequest&) {
  return Accesses{{.action = "codepipeline:ListPipelines", .resource = "*"}};
}

#define STELLWERK_ON_PIPELINE(operation, member)                                                   \
  Result<Accesses> accesses(CodePipeline&, ports::Call& call, const operation##Request& request) { \
    return Accesses{on(call, #operation, request.member)};                                         \
  }
STELLWERK_ON_PIPELINE(DeletePipeline, name)
STELLWERK_ON_PIPELINE(GetPipeline, name)
STELLWERK_ON_PIPELINE(GetPipelineState, name)
STELLWERK_ON_PIPELINE(GetPipelineExecution, pipeline_name)
STELLWERK_ON_PIPELINE(ListActionExecutions, pipeline_name)
STELLWERK_ON_PIPELINE(ListPipelineExecutions, pipeline_name)
STELLWERK_ON_PIPELINE(StartPipelineExecution, name)
STELLWERK_ON_PIPELINE(StopPipelineExecution, pipeline_name)
#undef STELLWERK_ON_PIPELINE

#define STELLWERK_ON_STAGE(operation)                                                              \
  Result<Accesses> accesses(CodePipeline&, ports::Call& call, const operation##Request& request) { \
    return Accesses{on(call, #operation, request.pipeline_name, "/" + request.stage_name)};        \
  }
STELLWERK_ON_STAGE(DisableStageTransition)
STELLWERK_ON_STAGE(EnableStageTransition)
STELLWERK_ON_STAGE(RetryStageExecution)
STELLWERK_ON_STAGE(RollbackStage)
#undef STELLWERK_ON_STAGE

Result<Accesses> accesses(CodePipeline&, ports::Call& call, const PutApprovalResultRequest& request) {
  return Accesses{
      on(call, "PutApprovalResult", request.pipeline_name, "/" + request.stage_name + "/" + request.action_name)};
}

Result<Accesses> accesses(CodePipeline&, ports::Call& call, const ListTagsForResourceRequest& request) {
  return Accesses{on(call, "ListTagsForResource", TRY(name_of_arn(call.scope(), request.resource_arn)))};
}
Result<Accesses> accesses(CodePipeline&, ports::Call& call, const UntagResourceRequest& request) {
  Accesses out{on(call, "UntagResource", TRY(name_of_arn(call.scope(), request.resource_arn)))};
  aws::tell_tag_keys(out[0], request.tag_keys);
  return out;
}
Result<Accesses> accesses(CodePipeline&, ports::Call& call, const TagResourceRequest& request) {
  Accesses out{on(call, "TagResource", TRY(name_of_arn(call.scope(), request.resource_arn)))};
  aws::tell_request_tags(out[0], aws::tag_list(request.tags));
  return out;
}

}  // namespace stellwerk::codepipeline
