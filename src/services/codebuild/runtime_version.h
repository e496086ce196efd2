#pragma once
#include <optional>
#include <string>

#include "base/result.h"

namespace stellwerk::codebuild {

/// The command that prints a runtime's version on this host; nothing for a runtime that is not known.
std::optional<std::string> runtime_version_command(const std::string& runtime);
/// "golang, java, nodejs, ..."
std::string known_runtimes();
/// The host's version, if it is what a buildspec wants ("20", "20.x", "3.11", "latest").
/// Error: YAML_FILE_ERROR, naming the Debian package if the runtime is missing.
Result<std::string> check_runtime_version(const std::string& runtime, const std::string& wanted,
                                          const std::string& printed);

}  // namespace stellwerk::codebuild
