#include "services/codecommit/branch_commits.h"
#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<DeleteFileResponse> delete_file(CodeCommit& service, ports::Call& call, const DeleteFileRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  TRY(check_authorship(request.name, request.email, request.commit_message));
  std::string path = TRY(normalised_path(request.file_path));
  if (path.empty()) return errors::PathRequiredException("A file path is required");
  git::ObjectReader reader = TRY(service.open(call, repository));
  BranchCommit commit;
  commit.branch = request.branch_name;
  commit.parent = TRY(parent_of(service, call, repository, reader, request.branch_name, request.parent_commit_id));
  auto entry = commit.parent ? reader.at_path(*commit.parent, path) : std::nullopt;
  bool is_file = entry && entry->kind != git::EntryKind::folder && entry->kind != git::EntryKind::submodule;
  if (!is_file) return errors::FileDoesNotExistException("Could not find path " + path);
  commit.edits = {{path, std::nullopt}};
  if (request.keep_empty_folders.value_or(false)) keep_emptied_folders(commit.edits, reader, *commit.parent);
  commit.message = request.commit_message.value_or("Deleted " + path + "\n");
  commit.author_name = request.name;
  commit.email = request.email;
  auto written = TRY(service.commit(call, repository, commit));
  return DeleteFileResponse{written.commit_id, entry->id, written.tree_id, path};
}

}  // namespace stellwerk::codecommit
