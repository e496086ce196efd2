#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"

namespace stellwerk::git {

/// What a finished command left.
struct GitResult {
  int exit_status = 0;
  std::string output;
  std::string complaint;  // standard error, its first kComplaintBytesLimit
};

inline constexpr std::size_t kComplaintBytesLimit = 8 * 1024;
inline constexpr std::size_t kOutputBytesLimit = 16 * 1024 * 1024;

/// Runs git in a repository's folder with no configuration but the repository's own, feeding it `input` (may be
/// null) and gathering its output. `protocol`: what the client asked for in Git-Protocol.
/// Error GitMissing (500) if git is not installed.
Result<GitResult> run_git(const std::filesystem::path& repository, const std::vector<std::string>& arguments,
                          ByteSource* input = nullptr, const std::string& protocol = {});

/// Runs git and hands out its output while it works; `input` is given whole. An exit status other than 0 is an
/// Error GitFailed (500) at the end of the source. Destroying the source ends the command.
Result<std::shared_ptr<ByteSource>> stream_git(const std::filesystem::path& repository,
                                               const std::vector<std::string>& arguments, const std::string& input,
                                               const std::string& protocol = {});

}  // namespace stellwerk::git
