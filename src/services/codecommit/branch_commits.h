#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/codecommit/service.h"

/// What the operations that commit to a branch have in common.
namespace stellwerk::codecommit {

/// The branch's tip, which `given` must name; nothing for the first commit of an empty repository.
/// Errors: ParentCommitIdRequiredException, ParentCommitIdOutdatedException, BranchDoesNotExistException.
Result<std::optional<std::string>> parent_of(CodeCommit& service, ports::Call& call, const RepositoryRecord& repository,
                                             const std::string& branch, const std::optional<std::string>& given);

/// The edits of a CreateCommit, and what stood at their paths before.
struct CommitEdits {
  std::vector<git::FileEdit> edits;
  std::map<std::string, git::Entry> before;
};
Result<CommitEdits> edits_of(const CreateCommitRequest& request, const git::ObjectReader& reader,
                             const std::optional<std::string>& parent);

/// The writer's errors in the API's words.
Result<git::WrittenCommit> as_api_error(Result<git::WrittenCommit> written);

}  // namespace stellwerk::codecommit
