#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<GetFileResponse> get_file(CodeCommit& service, ports::Call& call, const GetFileRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  git::ObjectReader reader = TRY(service.open(call, repository));
  std::string commit = TRY(service.commit_of(call, repository, reader, request.commit_specifier.value_or("")));
  std::string path = TRY(normalised_path(request.file_path));
  if (path.empty()) return errors::PathRequiredException("A file path is required");
  auto entry = reader.at_path(commit, path);
  bool is_file = entry && entry->kind != git::EntryKind::folder && entry->kind != git::EntryKind::submodule;
  if (!is_file) return errors::FileDoesNotExistException("Could not find path " + path);
  auto size = reader.blob_size_bytes(entry->id).value_or(0);
  if (size > kFileBytesLimit) return errors::FileTooLargeException("The file is larger than 6 MiB; use git");
  GetFileResponse response;
  response.commit_id = commit;
  response.blob_id = entry->id;
  response.file_path = path;
  response.file_mode = mode_text(entry->kind);
  response.file_size = static_cast<std::int64_t>(size);
  response.file_content = reader.blob(entry->id).value_or("");
  return response;
}

}  // namespace stellwerk::codecommit
