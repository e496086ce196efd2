#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

Result<CreatePipelineResponse> create_pipeline(CodePipeline& pipelines, ports::Call& call,
                                               const CreatePipelineRequest& request) {
  PipelineRecord record;
  record.name = request.pipeline.name;
  if (kPipelines.get(call.transaction, call.scope(), {record.name})) {
    return errors::PipelineNameInUseException("A pipeline with the name '" + record.name +
                                              "' already exists in account '" + call.account + "'");
  }
  if (kPipelines.all(call.transaction, call.scope(), {}).size() >= kPipelinesLimit) {
    return errors::LimitExceededException("An account can have at most " + std::to_string(kPipelinesLimit) +
                                          " pipelines in a region.");
  }
  PipelineDeclaration declaration = request.pipeline;
  TRY(check_definition(declaration));
  TRY(pipelines.check_role(call, declaration));
  complete_definition(declaration);
  declaration.version = record.version;
  record.definition = encode_definition(declaration);
  record.created = record.updated = call.now;
  TRY(add_tags(record.tags, request.tags.value_or(std::vector<Tag>{})));
  pipelines.put_version(call, record);
  pipelines.engine(call).start(record, {"CreatePipeline", call.caller.arn});
  return CreatePipelineResponse{declaration, request.tags};
}

}  // namespace stellwerk::codepipeline
