#include "services/codepipeline/rules.h"

#include <algorithm>
#include <charconv>

#include "base/arn.h"
#include "base/bytes.h"

namespace stellwerk::codepipeline {

std::string pipeline_arn(const store::Scope& scope, std::string_view name) {
  return "arn:aws:codepipeline:" + scope.region + ":" + scope.account + ":" + std::string(name);
}

Result<std::string> name_of_arn(const store::Scope& scope, std::string_view text) {
  auto arn = parse_arn(text);
  if (!arn || arn->service != "codepipeline" || arn->region != scope.region || arn->account != scope.account ||
      arn->resource.find('/') != std::string::npos) {
    return errors::InvalidArnException("'" + std::string(text) +
                                       "' is not the ARN of a pipeline of this account and region");
  }
  return arn->resource;
}

Result<void> add_tags(aws::Tags& tags, const std::vector<Tag>& given) {
  auto fault = aws::add_tags(tags, aws::tag_list(given));
  if (!fault) return {};
  if (fault->kind == aws::TagFault::Kind::too_many) return errors::TooManyTagsException(fault->message);
  return errors::InvalidTagsException(fault->message);
}

bool is_over(std::string_view status) { return status != "InProgress" && status != "Stopping"; }

StageProgress progress_of(const StageDeclaration& stage, const std::map<std::string, ActionRun>& runs,
                          bool is_stopping) {
  StageProgress progress;
  std::int64_t group = INT64_MAX;
  for (const ActionDeclaration& action : stage.actions) {
    auto run = runs.find(action.name);
    if (run == runs.end()) {
      group = std::min(group, action.run_order.value_or(1));
    } else if (run->second.status == "InProgress") {
      progress.is_running = true;
      group = std::min(group, action.run_order.value_or(1));
    } else if (run->second.status != "Succeeded") {
      progress.is_failed = true;
    }
  }
  if (group == INT64_MAX) progress.is_succeeded = !progress.is_failed;
  if (progress.is_failed || is_stopping) return progress;
  for (const ActionDeclaration& action : stage.actions) {
    if (action.run_order.value_or(1) == group && !runs.contains(action.name)) progress.to_start.push_back(&action);
  }
  return progress;
}

std::string artifact_key(std::string_view pipeline, std::string_view artifact, std::string_view random) {
  constexpr std::size_t kPipelineCharacters = 20, kArtifactCharacters = 10;
  return std::string(pipeline.substr(0, kPipelineCharacters)) + "/" +
         std::string(artifact.substr(0, kArtifactCharacters)) + "/" + std::string(random);
}

Result<Page> page_of(std::size_t size, std::optional<std::int64_t> limit, const std::optional<std::string>& token) {
  Page page{0, size, std::nullopt};
  if (token) {
    auto [end, error] = std::from_chars(token->data(), token->data() + token->size(), page.begin);
    if (error != std::errc() || end != token->data() + token->size() || page.begin > size) {
      return errors::InvalidNextTokenException(
          "The next token was not given out by an earlier call of this operation.");
    }
  }
  auto count = static_cast<std::size_t>(limit.value_or(kDefaultPageLimit));
  if (size - page.begin > count) {
    page.end = page.begin + count;
    page.next = std::to_string(page.end);
  }
  return page;
}

}  // namespace stellwerk::codepipeline
