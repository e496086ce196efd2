#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

Result<UpdatePipelineResponse> update_pipeline(CodePipeline& pipelines, ports::Call& call,
                                               const UpdatePipelineRequest& request) {
  PipelineRecord record = TRY(pipelines.find(call, request.pipeline.name));
  PipelineDeclaration declaration = request.pipeline;
  TRY(check_definition(declaration));
  TRY(pipelines.check_role(call, declaration));
  complete_definition(declaration);
  record.version += 1;
  declaration.version = record.version;
  record.definition = encode_definition(declaration);
  record.updated = call.now;
  pipelines.put_version(call, record);
  return UpdatePipelineResponse{declaration};
}

}  // namespace stellwerk::codepipeline
