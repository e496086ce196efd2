#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

Result<GetPipelineResponse> get_pipeline(CodePipeline& pipelines, ports::Call& call,
                                         const GetPipelineRequest& request) {
  PipelineRecord record = TRY(pipelines.find(call, request.name));
  GetPipelineResponse response;
  if (request.version) {
    auto number = static_cast<std::uint64_t>(*request.version);
    auto version = kVersions.get(call.transaction, call.scope(), {request.name, store::ordered(number)});
    if (!version) {
      return errors::PipelineVersionNotFoundException("The pipeline '" + request.name + "' has no version " +
                                                      std::to_string(number));
    }
    response.pipeline = decode_definition(version->definition);
  } else {
    response.pipeline = decode_definition(record.definition);
  }
  response.metadata = PipelineMetadata{pipeline_arn(call.scope(), record.name), record.created, record.updated, {}};
  return response;
}

}  // namespace stellwerk::codepipeline
