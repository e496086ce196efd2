#pragma once
#include <string>

#include "app/aws_profile.h"
#include "base/result.h"
#include "base/timestamp.h"

namespace stellwerk::app {

/// Git's credential protocol for CodeCommit: `input` has the lines that git wrote ("protocol=https",
/// "host=localhost:4566", "path=v1/repos/name"), the answer those it is to read (username, password).
/// Error: GitCredentialUnusable, if path or host is missing (git sends the path with credential.UseHttpPath=true).
/// Source: https://git-scm.com/docs/git-credential#IOFMT
Result<std::string> git_credential(const std::string& input, const AwsProfile& profile, Timestamp now);

}  // namespace stellwerk::app
