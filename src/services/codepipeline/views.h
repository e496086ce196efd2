#pragma once
#include "services/codepipeline/engine.h"

/// Records as the API shows them.
namespace stellwerk::codepipeline {

PipelineExecution describe(const ExecutionRecord& execution, const PipelineDeclaration& declaration);
PipelineExecutionSummary summary_of(const ExecutionRecord& execution, const PipelineDeclaration& declaration);
ActionExecutionDetail detail_of(const ExecutionRecord& execution, const ActionRun& run,
                                const PipelineDeclaration& declaration);
StageState state_of(Engine& engine, const PipelineRecord& pipeline, const StageDeclaration& stage);

}  // namespace stellwerk::codepipeline
