#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<GetDifferencesResponse> get_differences(CodeCommit& service, ports::Call& call,
                                               const GetDifferencesRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  git::ObjectReader reader = TRY(service.open(call, repository));
  std::string after = TRY(service.commit_of(call, repository, reader, request.after_commit_specifier));
  std::optional<std::string> before;
  if (request.before_commit_specifier) {
    before = TRY(service.commit_of(call, repository, reader, *request.before_commit_specifier));
  }
  auto lies_below = [](const std::optional<git::FileVersion>& file, const std::optional<std::string>& path) {
    return !path || !file || file->path == *path || file->path.starts_with(*path + "/");
  };
  auto view = [](const git::FileVersion& file) {
    bool is_executable = file.kind == git::EntryKind::executable;
    return BlobMetadata{file.id, file.path,
                        is_executable                                ? "100755"
                        : file.kind == git::EntryKind::symbolic_link ? "120000"
                                                                     : "100644"};
  };
  std::vector<Difference> all;
  for (const git::Change& change : TRY(reader.changes(before, after))) {
    if (!lies_below(change.before, request.before_path) || !lies_below(change.after, request.after_path)) continue;
    Difference difference;
    if (change.before) difference.before_blob = view(*change.before);
    if (change.after) difference.after_blob = view(*change.after);
    difference.change_type = change.kind == git::ChangeKind::added     ? "A"
                             : change.kind == git::ChangeKind::deleted ? "D"
                                                                       : "M";
    all.push_back(std::move(difference));
  }
  Page page = TRY(page_of(all.size(), request.max_results, request.next_token));
  GetDifferencesResponse response;
  response.differences.emplace(all.begin() + static_cast<std::ptrdiff_t>(page.begin),
                               all.begin() + static_cast<std::ptrdiff_t>(page.end));
  response.next_token = page.next;
  return response;
}

}  // namespace stellwerk::codecommit
