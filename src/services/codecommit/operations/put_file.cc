#include "services/codecommit/branch_commits.h"
#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<PutFileResponse> put_file(CodeCommit& service, ports::Call& call, const PutFileRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  if (request.file_content.size() > kFileBytesLimit) {
    return errors::FileContentSizeLimitExceededException("The file is larger than 6 MiB; push it with git");
  }
  TRY(check_authorship(request.name, request.email, request.commit_message));
  std::string path = TRY(normalised_path(request.file_path));
  if (path.empty()) return errors::PathRequiredException("A file path is required");
  git::ObjectReader reader = TRY(service.open(call, repository));
  BranchCommit commit;
  commit.branch = request.branch_name;
  commit.parent = TRY(parent_of(service, call, repository, reader, request.branch_name, request.parent_commit_id));
  TRY(check_place(reader, commit.parent, path));
  commit.edits = {{path, request.file_content, kind_of_mode(request.file_mode)}};
  commit.message = request.commit_message.value_or("Added " + path + "\n");
  commit.author_name = request.name;
  commit.email = request.email;
  auto written = TRY(as_api_error(service.commit(call, repository, commit),
                                  errors::SameFileContentException("The file has this content and mode already")));
  return PutFileResponse{written.commit_id, written.blob_ids.at(path), written.tree_id};
}

}  // namespace stellwerk::codecommit
