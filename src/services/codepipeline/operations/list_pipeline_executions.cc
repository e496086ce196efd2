#include <algorithm>

#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"
#include "services/codepipeline/views.h"

namespace stellwerk::codepipeline {

Result<ListPipelineExecutionsResponse> list_pipeline_executions(CodePipeline& pipelines, ports::Call& call,
                                                                const ListPipelineExecutionsRequest& request) {
  TRY(pipelines.find(call, request.pipeline_name));
  Engine engine = pipelines.engine(call);
  std::optional<std::string> stage;
  if (request.filter && request.filter->succeeded_in_stage) stage = request.filter->succeeded_in_stage->stage_name;
  std::vector<PipelineExecutionSummary> all;
  engine.each_execution(request.pipeline_name, [&](const ExecutionRecord& execution) {
    bool matches = !stage || std::ranges::any_of(execution.stages, [&](const StageRun& run) {
      return run.name == *stage && run.status == "Succeeded";
    });
    if (matches) all.push_back(summary_of(execution, engine.declaration(execution)));
    return true;
  });
  Page page = TRY(page_of(all.size(), request.max_results, request.next_token));
  ListPipelineExecutionsResponse response;
  response.pipeline_execution_summaries.emplace(all.begin() + static_cast<std::ptrdiff_t>(page.begin),
                                                all.begin() + static_cast<std::ptrdiff_t>(page.end));
  response.next_token = page.next;
  return response;
}

}  // namespace stellwerk::codepipeline
