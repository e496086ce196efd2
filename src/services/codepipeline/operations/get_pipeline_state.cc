#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"
#include "services/codepipeline/views.h"

namespace stellwerk::codepipeline {

Result<GetPipelineStateResponse> get_pipeline_state(CodePipeline& pipelines, ports::Call& call,
                                                    const GetPipelineStateRequest& request) {
  PipelineRecord record = TRY(pipelines.find(call, request.name));
  PipelineDeclaration declaration = decode_definition(record.definition);
  Engine engine = pipelines.engine(call);
  GetPipelineStateResponse response;
  response.pipeline_name = record.name;
  response.pipeline_version = record.version;
  response.created = record.created;
  response.updated = record.updated;
  response.stage_states.emplace();
  for (const StageDeclaration& stage : declaration.stages) {
    response.stage_states->push_back(state_of(engine, record, stage));
  }
  return response;
}

}  // namespace stellwerk::codepipeline
