#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stellwerk::codebuild {

inline constexpr std::size_t kBuildspecLimitBytes = 512 * 1024;
inline constexpr std::size_t kCommandsLimit = 5000;

struct BuildspecPhase {
  std::map<std::string, std::string> runtime_versions;  // install only
  std::vector<std::string> commands;
  std::vector<std::string> finally;
  bool is_present = false;
  bool aborts_on_failure = false;     // on-failure: ABORT, said so
  bool continues_on_failure = false;  // on-failure: CONTINUE
};

struct BuildspecArtifacts {
  std::vector<std::string> files;
  std::vector<std::string> exclude_paths;
  std::string name;
  std::string base_directory;
  bool discard_paths = false;
};

struct Buildspec {
  std::string shell = "bash";  // or "sh"
  std::map<std::string, std::string> variables;
  std::map<std::string, std::string> parameter_store;
  std::map<std::string, std::string> secrets_manager;
  std::vector<std::string> exported_variables;
  bool has_git_credential_helper = false;
  BuildspecPhase install, pre_build, build, post_build;
  std::optional<BuildspecArtifacts> artifacts;
  std::map<std::string, BuildspecArtifacts> secondary_artifacts;
};

/// Error: YAML_FILE_ERROR with the words AWS uses where it has some. A member that is not known here is an error
/// too, never passed over.
/// Source: https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
Result<Buildspec> parse_buildspec(std::string_view text);

/// Whether StartBuild's or a project's buildspec is the text itself rather than a path.
bool is_inline_buildspec(std::string_view text);

/// Whether a path matches one of the buildspec's file patterns: "**/*", "dist/**/*", "*.js", "dir/file".
bool matches_glob(std::string_view pattern, std::string_view path);

}  // namespace stellwerk::codebuild
