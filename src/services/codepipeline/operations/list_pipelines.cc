#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"

namespace stellwerk::codepipeline {

Result<ListPipelinesResponse> list_pipelines(CodePipeline&, ports::Call& call, const ListPipelinesRequest& request) {
  auto records = kPipelines.all(call.transaction, call.scope());
  Page page = TRY(page_of(records.size(), request.max_results, request.next_token));
  ListPipelinesResponse response;
  response.pipelines.emplace();
  for (std::size_t i = page.begin; i < page.end; ++i) {
    PipelineDeclaration declaration = decode_definition(records[i].definition);
    response.pipelines->push_back({records[i].name, records[i].version, declaration.pipeline_type,
                                   declaration.execution_mode, records[i].created, records[i].updated});
  }
  response.next_token = page.next;
  return response;
}

}  // namespace stellwerk::codepipeline
