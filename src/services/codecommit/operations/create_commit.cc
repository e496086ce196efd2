#include "services/codecommit/branch_commits.h"
#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<CreateCommitResponse> create_commit(CodeCommit& service, ports::Call& call, const CreateCommitRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  TRY(check_authorship(request.author_name, request.email, request.commit_message));
  git::ObjectReader reader = TRY(service.open(call, repository));
  BranchCommit commit;
  commit.branch = request.branch_name;
  commit.parent = TRY(parent_of(service, call, repository, reader, request.branch_name, request.parent_commit_id));
  CommitEdits edits = TRY(edits_of(request, reader, commit.parent));
  commit.edits = edits.edits;
  commit.message = request.commit_message.value_or("");
  commit.author_name = request.author_name;
  commit.email = request.email;
  auto written = TRY(as_api_error(service.commit(call, repository, commit),
                                  errors::NoChangeException("The commit would leave every file as it is")));
  CreateCommitResponse response;
  response.commit_id = written.commit_id;
  response.tree_id = written.tree_id;
  response.files_added.emplace();
  response.files_updated.emplace();
  response.files_deleted.emplace();
  for (const git::FileEdit& edit : edits.edits) {
    auto before = edits.before.find(edit.path);
    if (edit.is_removal()) {
      response.files_deleted->push_back({edit.path, before->second.id, std::string(mode_text(before->second.kind))});
      continue;
    }
    FileMetadata file{edit.path, written.blob_ids.at(edit.path), std::string(mode_text(edit.kind))};
    (before == edits.before.end() ? response.files_added : response.files_updated)->push_back(std::move(file));
  }
  return response;
}

}  // namespace stellwerk::codecommit
