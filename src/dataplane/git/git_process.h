#pragma once
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"

namespace stellwerk::git {

inline constexpr std::size_t kComplaintBytesLimit = 8 * 1024;
inline constexpr std::size_t kOutputBytesLimit = 16 * 1024 * 1024;
/// How many run at once in the whole server: those whose output goes to a client, at its pace, and the others. One
/// more waits, without a thread, and is an Error ServiceUnavailable (503) after kGitPlaceWait.
inline constexpr int kGitStreamsLimit = 24;
inline constexpr int kGitCommandsLimit = 8;
inline constexpr std::chrono::seconds kGitPlaceWait{60};
/// git is ended if it neither takes nor gives a byte for so long, or is not done after the second.
inline constexpr std::chrono::seconds kGitSilenceLimit{300};
inline constexpr std::chrono::seconds kGitDurationLimit{3600};
/// Of each process by itself: its processor time, and the memory that it writes (packs are mapped, and do not count).
inline constexpr std::chrono::seconds kGitProcessorLimit{1800};
inline constexpr std::uint64_t kGitMemoryBytesLimit = 2ull << 30;

/// git in a repository's folder, with no configuration but the repository's own.
struct GitCommand {
  std::filesystem::path repository;
  std::vector<std::string> arguments;
  std::string protocol = {};               // what the client asked for in Git-Protocol
  std::filesystem::path new_objects = {};  // where objects are written, the repository's being only read
  std::shared_ptr<ByteSource> input = {};  // standard input; must not wait for a client
  int end_when_readable = -1;              // a descriptor by which the command is broken off (GitTimedOut)
  std::chrono::seconds silence_limit = kGitSilenceLimit;
  std::chrono::seconds duration_limit = kGitDurationLimit;
};

/// What a finished command left.
struct GitResult {
  int exit_status = 0;
  std::string output;     // its first kOutputBytesLimit
  std::string complaint;  // standard error, its first kComplaintBytesLimit
};

/// Runs git to its end. Errors: GitMissing (500) if git is not installed, GitTimedOut (503), ServiceUnavailable (503).
Result<GitResult> run_git(GitCommand command);

/// What the end of a stream says of a git that failed: `told` is an Error GitFailed (500). `in_band`: git has told its
/// client already, in the output; only its death by a signal is an Error.
enum class Failure { told, in_band };

/// Runs git and hands out its output while it works; further errors as above, also while it is read. Destroying the
/// source ends the command and all that it started.
Result<std::shared_ptr<ByteSource>> stream_git(GitCommand command, Failure failure = Failure::told);

}  // namespace stellwerk::git
