#pragma once
#include <map>
#include <string>

#include "services/codebuild/build_log.h"
#include "services/codebuild/buildspec.h"
#include "services/codebuild/service.h"
#include "services/codebuild/work_area.h"

namespace stellwerk::codebuild {

/// The buildspec's and the project's variables, parameters and secrets fetched as the build's role; what was secret
/// is masked in the log from then on. Errors: "Decrypted Variables Error", "Secrets Manager Error", as AWS's contexts.
Result<std::map<std::string, std::string>> resolve_variables(const Surroundings& around, const ports::Session& session,
                                                             const BuildRecord& build, const Buildspec& buildspec,
                                                             BuildLog& log);

/// What CodeBuild itself gives to a build: CODEBUILD_*, AWS_*, and what leads SDKs to this server.
std::map<std::string, std::string> standard_variables(const Surroundings& around, const store::Scope& scope,
                                                      const BuildRecord& build, const Buildspec& buildspec);

/// This server's certificate authority, and those of the host with it, as files for the build: path inside → content.
/// Error: INTERNAL_ERROR.
Result<std::map<std::string, std::string>> certificate_files(const std::filesystem::path& authority);

/// The names under which this server is known, beside localhost.
std::vector<std::string> host_names(const ports::Site& site, const store::Scope& scope);

inline constexpr std::string_view kInnerAuthority = "/codebuild/certificates/stellwerk.pem";
inline constexpr std::string_view kInnerBundle = "/codebuild/certificates/all.pem";

}  // namespace stellwerk::codebuild
