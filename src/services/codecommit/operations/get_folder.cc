#include "base/bytes.h"
#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<GetFolderResponse> get_folder(CodeCommit& service, ports::Call& call, const GetFolderRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  git::ObjectReader reader = TRY(service.open(call, repository));
  std::string commit = TRY(service.commit_of(call, repository, reader, request.commit_specifier.value_or("")));
  std::string path = TRY(normalised_path(request.folder_path));
  auto folder = reader.at_path(commit, path);
  if (!folder || folder->kind != git::EntryKind::folder) {
    return errors::FolderDoesNotExistException("Could not find folder " + path);
  }
  GetFolderResponse response;
  response.commit_id = commit;
  response.folder_path = path;
  response.tree_id = folder->id;
  response.sub_folders.emplace();
  response.files.emplace();
  response.symbolic_links.emplace();
  response.sub_modules.emplace();
  for (const git::Entry& entry : reader.tree(folder->id)) {
    std::string name = to_valid_utf8(entry.name);
    std::string full = path.empty() ? name : path + "/" + name;
    std::string mode(mode_text(entry.kind));
    switch (entry.kind) {
      case git::EntryKind::folder: response.sub_folders->push_back({entry.id, full, name}); break;
      case git::EntryKind::submodule: response.sub_modules->push_back({entry.id, full, name}); break;
      case git::EntryKind::symbolic_link: response.symbolic_links->push_back({entry.id, full, name, mode}); break;
      default: response.files->push_back({entry.id, full, name, mode});
    }
  }
  return response;
}

}  // namespace stellwerk::codecommit
