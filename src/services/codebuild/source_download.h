#pragma once
#include <filesystem>
#include <string>

#include "dataplane/files/directory.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

/// Fetches a source as the build's role into an existing directory; `scratch` names a file that does not exist yet.
/// Answers the resolved version. Errors carry the phase context's status code: CLIENT_ERROR, ACCESS_DENIED.
Result<std::string> download_source(const Surroundings& around, const ports::Session& session,
                                    const SourceRecord& source, const std::string& version,
                                    const files::Directory& directory, const std::filesystem::path& scratch);

/// The buildspec's text: inline, an object in S3, or a file of the primary source. Error: YAML_FILE_ERROR.
Result<std::string> read_buildspec(const Surroundings& around, const ports::Session& session,
                                   const SourceRecord& source, const files::Directory& directory);

}  // namespace stellwerk::codebuild
