#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/codecommit.h"
#include "base/result.h"
#include "dataplane/git/object_reader.h"
#include "ports/site.h"
#include "services/codecommit/records.h"

namespace stellwerk::codecommit {

inline constexpr std::size_t kRepositoriesLimit = 5000;
inline constexpr std::size_t kFileBytesLimit = 6 * 1024 * 1024;  // by the API
inline constexpr std::size_t kCommitContentBytesLimit = 7 * 1024 * 1024;
inline constexpr std::size_t kFilesPerCommitLimit = 100;
inline constexpr std::size_t kCommitMessageBytesLimit = 256 * 1024;
inline constexpr std::size_t kPersonBytesLimit = 256;  // a name, an address
inline constexpr std::size_t kPathBytesLimit = 4096;
inline constexpr std::size_t kBatchLimit = 100;  // commits or repositories asked for at once
inline constexpr std::uint64_t kPushBytesLimit = 2ull << 30;
inline constexpr std::uint64_t kBlobBytesLimit = 2ull << 30;  // by git
inline constexpr std::size_t kDefaultPageSize = 100;
inline constexpr std::size_t kPageSizeLimit = 1000;

std::string repository_arn(const store::Scope& scope, std::string_view name);
/// InvalidRepositoryNameException.
Result<void> check_repository_name(std::string_view name);
Result<std::string> name_of_arn(const store::Scope& scope, const std::string& arn);
RepositoryMetadata metadata(const store::Scope& scope, const RepositoryRecord& record, const ports::Site& site);
std::string branch_reference(std::string_view branch);
/// BranchNameRequiredException, InvalidBranchNameException.
Result<void> check_branch_name(const std::string& branch);
/// NameLengthExceededException, InvalidEmailException, InvalidParameterException for a name that no commit can hold,
/// CommitMessageLengthExceededException.
Result<void> check_authorship(const std::optional<std::string>& name, const std::optional<std::string>& email,
                              const std::optional<std::string>& message);
/// InvalidTagsMapException, InvalidSystemTagUsageException, TooManyTagsException.
Result<void> add_tags(RepositoryRecord& repository, const std::map<std::string, std::string>& tags);
::stellwerk::Error foreign_token();
/// Relative, without ".", ".." or empty parts; leading and trailing slashes go. InvalidPathException.
Result<std::string> normalised_path(std::string_view path);
/// "NORMAL", as files' modes are named; and as git writes them: "100644".
std::string_view mode_text(git::EntryKind kind);
std::string_view mode_digits(git::EntryKind kind);
git::EntryKind kind_of_mode(const std::optional<std::string>& mode);
Commit view_of(const git::CommitInfo& commit);

}  // namespace stellwerk::codecommit
