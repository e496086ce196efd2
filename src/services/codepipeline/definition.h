#pragma once
#include <string>

#include "api/codepipeline.h"
#include "base/result.h"

namespace stellwerk::codepipeline {

/// A declaration as JSON, in the wire's own form, as it is stored.
std::string encode_definition(const PipelineDeclaration& declaration);
PipelineDeclaration decode_definition(const std::string& text);

/// Checks what AWS checks, and refuses what is not built here.
/// Errors: InvalidStructureException, InvalidStageDeclarationException, InvalidActionDeclarationException.
/// Source: https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html
Result<void> check_definition(const PipelineDeclaration& declaration);

/// Fills what AWS fills in: run orders, execution mode, type.
void complete_definition(PipelineDeclaration& declaration);

const StageDeclaration* find_stage(const PipelineDeclaration& declaration, std::string_view name);
const ActionDeclaration* find_action(const StageDeclaration& stage, std::string_view name);
/// The store of artifacts for actions of that region.
const ArtifactStore* find_artifact_store(const PipelineDeclaration& declaration, const std::string& region);

}  // namespace stellwerk::codepipeline
