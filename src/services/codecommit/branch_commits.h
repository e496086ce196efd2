#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/codecommit/service.h"

/// What the operations that commit to a branch have in common.
namespace stellwerk::codecommit {

/// The branch's tip, which `given` must name; nothing for the first commit of an empty repository.
/// Errors: InvalidBranchNameException, BranchNameIsTagNameException, BranchDoesNotExistException,
/// ParentCommitIdRequiredException, InvalidParentCommitIdException, ParentCommitDoesNotExistException,
/// ParentCommitIdOutdatedException.
Result<std::optional<std::string>> parent_of(CodeCommit& service, ports::Call& call, const RepositoryRecord& repository,
                                             const git::ObjectReader& reader, const std::string& branch,
                                             const std::optional<std::string>& given);

/// The edits of a CreateCommit, and what stood at their paths before.
struct CommitEdits {
  std::vector<git::FileEdit> edits;
  std::map<std::string, git::Entry> before;
};
Result<CommitEdits> edits_of(const CreateCommitRequest& request, const git::ObjectReader& reader,
                             const std::optional<std::string>& parent);

/// Nothing but a file may stand where one is put, and nothing but folders on the way to it.
/// Errors: FileNameConflictsWithDirectoryNameException, DirectoryNameConflictsWithFileNameException,
/// FilePathConflictsWithSubmodulePathException.
Result<void> check_place(const git::ObjectReader& reader, const std::optional<std::string>& parent,
                         const std::string& path);

/// Puts a .gitkeep file into each folder that the edits would leave without a file (keepEmptyFolders).
void keep_emptied_folders(std::vector<git::FileEdit>& edits, const git::ObjectReader& reader,
                          const std::string& parent);

/// The writer's errors in the API's words; `unchanged` for a commit that leaves everything as it is.
Result<git::WrittenCommit> as_api_error(Result<git::WrittenCommit> written, const ::stellwerk::Error& unchanged);

}  // namespace stellwerk::codecommit
