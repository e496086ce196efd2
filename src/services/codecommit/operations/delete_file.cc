#include "services/codecommit/branch_commits.h"
#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<DeleteFileResponse> delete_file(CodeCommit& service, ports::Call& call, const DeleteFileRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  std::string path = TRY(normalised_path(request.file_path));
  BranchCommit commit;
  commit.branch = request.branch_name;
  commit.parent = TRY(parent_of(service, call, repository, request.branch_name, request.parent_commit_id));
  git::ObjectReader reader = TRY(service.open(call, repository));
  auto entry = reader.at_path(*commit.parent, path);
  if (!entry || entry->kind == git::EntryKind::folder)
    return errors::FileDoesNotExistException("Could not find path " + path);
  commit.edits = {{path, std::nullopt}};
  commit.message = request.commit_message.value_or("Deleted " + path + "\n");
  commit.author_name = request.name;
  commit.email = request.email;
  auto written = TRY(as_api_error(service.commit(call, repository, commit)));
  return DeleteFileResponse{written.commit_id, entry->id, written.tree_id, path};
}

}  // namespace stellwerk::codecommit
