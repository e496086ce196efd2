#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/codepipeline.h"
#include "aws/tags.h"
#include "base/result.h"
#include "services/codepipeline/records.h"

namespace stellwerk::codepipeline {

inline constexpr std::size_t kFewestStages = 2;
inline constexpr std::size_t kStagesLimit = 50;
inline constexpr std::size_t kPipelinesLimit = 1000;
/// Executions of one pipeline that are not over.
inline constexpr std::size_t kRunningExecutionsLimit = 50;
inline constexpr std::int64_t kApprovalTimeoutMinutes = 7 * 24 * 60;
inline constexpr std::int64_t kPollSeconds = 60;
inline constexpr std::int64_t kDefaultPageLimit = 100;

/// Adds to or replaces in `tags`. Errors: InvalidTagsException (reserved key, key given twice), TooManyTagsException.
Result<void> add_tags(aws::Tags& tags, const std::vector<Tag>& given);

std::string pipeline_arn(const store::Scope& scope, std::string_view name);
/// The name in a pipeline's ARN. InvalidArnException.
Result<std::string> name_of_arn(const store::Scope& scope, std::string_view arn);

bool is_over(std::string_view execution_status);

/// What a stage's actions say of the stage: the ones to start now, or its end.
struct StageProgress {
  std::vector<const ActionDeclaration*> to_start;
  bool is_failed = false;
  bool is_succeeded = false;
  bool is_running = false;  // some action has not ended
};
/// `runs` by action name. When `is_stopping` nothing more is started.
StageProgress progress_of(const StageDeclaration& stage, const std::map<std::string, ActionRun>& runs,
                          bool is_stopping);

/// "MyPipelineWithALong/SourceArti/x7Hd2aQ": where CodePipeline puts an artifact.
std::string artifact_key(std::string_view pipeline, std::string_view artifact, std::string_view random);

/// One page of a list of `size`. InvalidNextTokenException.
struct Page {
  std::size_t begin;
  std::size_t end;
  std::optional<std::string> next;
};
Result<Page> page_of(std::size_t size, std::optional<std::int64_t> limit, const std::optional<std::string>& token);

}  // namespace stellwerk::codepipeline
