#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/codebuild.h"
#include "aws/tags.h"
#include "base/result.h"
#include "services/codebuild/records.h"
#include "store/key.h"

namespace stellwerk::codebuild {

inline constexpr std::size_t kPageSize = 100;
inline constexpr std::size_t kVariablesLimit = 500;
inline constexpr std::int64_t kIdempotencySeconds = 300;
inline constexpr std::int64_t kShortestTimeoutMinutes = 5;
inline constexpr std::int64_t kLongestTimeoutMinutes = 2160;
inline constexpr std::int64_t kLongestQueuedMinutes = 480;

std::string project_arn(const store::Scope& scope, std::string_view name);
std::string build_arn(const store::Scope& scope, std::string_view build_id);
/// A project's or build's name or id from that or from its ARN.
std::string name_from_arn(std::string_view text);
/// "project" of "project:uuid".
std::string project_of(std::string_view build_id);
std::string uuid_of(std::string_view build_id);
/// "bucket" and "key" of "bucket/key", "arn:aws:s3:::bucket/key"; nothing if one is missing.
std::optional<std::pair<std::string, std::string>> split_location(std::string_view location);

// Requests' parts into records, checked; errors: InvalidInputException, with what is not supported here.
Result<SourceRecord> to_record(const ProjectSource& source);
Result<ArtifactsRecord> to_record(const ProjectArtifacts& artifacts);
Result<EnvironmentRecord> to_record(const ProjectEnvironment& environment);
LogsRecord to_record(const LogsConfig& logs);
Result<std::vector<VariableRecord>> to_records(const std::vector<EnvironmentVariable>& variables);
Result<aws::Tags> to_tags(const std::vector<Tag>& tags);
Result<void> check_timeouts(const std::optional<std::int64_t>& timeout, const std::optional<std::int64_t>& queued);
/// What holds only for the parts together: a build without source needs an inline buildspec, identifiers are unique.
Result<void> check_settings(const Settings& settings);

// Records as answers.
Project to_api(const ProjectRecord& project, const store::Scope& scope);
Build to_api(const BuildRecord& build, const store::Scope& scope);

/// InvalidInputException: of a nextToken that no earlier call of the same list gave out.
::stellwerk::Error foreign_token(const std::string& token);

PhaseRecord* find_phase(BuildRecord& build, std::string_view type);

}  // namespace stellwerk::codebuild
