#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"
#include "services/codepipeline/views.h"

namespace stellwerk::codepipeline {

Result<ListActionExecutionsResponse> list_action_executions(CodePipeline& pipelines, ports::Call& call,
                                                            const ListActionExecutionsRequest& request) {
  TRY(pipelines.find(call, request.pipeline_name));
  std::optional<std::string> only;
  if (request.filter) only = request.filter->pipeline_execution_id;
  if (only) TRY(pipelines.find_execution(call, request.pipeline_name, *only));
  Engine engine = pipelines.engine(call);
  std::vector<ActionExecutionDetail> all;
  engine.each_execution(request.pipeline_name, [&](const ExecutionRecord& execution) {
    if (only && execution.id != *only) return true;
    PipelineDeclaration declaration = engine.declaration(execution);
    for (const ActionRun& run : engine.all_runs(execution)) all.push_back(detail_of(execution, run, declaration));
    return true;
  });
  Page page = TRY(page_of(all.size(), request.max_results, request.next_token));
  ListActionExecutionsResponse response;
  response.action_execution_details.emplace(all.begin() + static_cast<std::ptrdiff_t>(page.begin),
                                            all.begin() + static_cast<std::ptrdiff_t>(page.end));
  response.next_token = page.next;
  return response;
}

}  // namespace stellwerk::codepipeline
