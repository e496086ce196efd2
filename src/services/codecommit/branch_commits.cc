#include "services/codecommit/branch_commits.h"

#include <set>

namespace stellwerk::codecommit {

Result<std::optional<std::string>> parent_of(CodeCommit& service, ports::Call& call, const RepositoryRecord& repository,
                                             const std::string& branch, const std::optional<std::string>& given) {
  if (!git::is_good_reference(branch_reference(branch)))
    return errors::InvalidBranchNameException("Not a branch name: " + branch);
  auto tip = service.tip(call, repository, branch);
  if (!tip) {
    if (references_of(call.transaction, call.scope(), repository.id).empty() && !given)
      return std::optional<std::string>();
    return std::move(tip).error();
  }
  if (!given)
    return errors::ParentCommitIdRequiredException("A parent commit ID is required; the tip of " + branch + " is " +
                                                   *tip);
  if (*given != *tip) return errors::ParentCommitIdOutdatedException("The tip of " + branch + " is " + *tip + " now");
  return std::optional<std::string>(*tip);
}

Result<CommitEdits> edits_of(const CreateCommitRequest& request, const git::ObjectReader& reader,
                             const std::optional<std::string>& parent) {
  CommitEdits out;
  std::set<std::string> paths;
  auto add = [&](const std::string& given_path) -> Result<std::string> {
    std::string path = TRY(normalised_path(given_path));
    if (path.empty()) return errors::PathRequiredException("A file path is required");
    if (!paths.insert(path).second)
      return errors::SamePathRequestException("The path " + path + " is named more than once");
    auto entry = parent ? reader.at_path(*parent, path) : std::nullopt;
    if (entry) out.before.emplace(path, *entry);
    return path;
  };
  for (const auto& put : request.put_files.value_or(std::vector<PutFileEntry>{})) {
    if (put.source_file)
      return errors::RestrictedSourceFileException("sourceFile is not available here; give fileContent");
    if (!put.file_content) return errors::FileContentRequiredException("fileContent is required");
    if (put.file_content->size() > kFileBytesLimit) {
      return errors::FileContentSizeLimitExceededException("A file is larger than 6 MiB; push it with git");
    }
    out.edits.push_back({TRY(add(put.file_path)), put.file_content, kind_of_mode(put.file_mode)});
  }
  for (const auto& gone : request.delete_files.value_or(std::vector<DeleteFileEntry>{})) {
    std::string path = TRY(add(gone.file_path));
    auto entry = out.before.find(path);
    bool is_file = entry != out.before.end() && entry->second.kind != git::EntryKind::folder;
    if (!is_file) return errors::FileDoesNotExistException("Could not find path " + path);
    out.edits.push_back({path, std::nullopt});
  }
  for (const auto& mode : request.set_file_modes.value_or(std::vector<SetFileModeEntry>{})) {
    std::string path = TRY(add(mode.file_path));
    auto entry = out.before.find(path);
    auto content = entry == out.before.end() ? std::nullopt : reader.blob(entry->second.id);
    if (!content) return errors::FileDoesNotExistException("Could not find path " + path);
    out.edits.push_back({path, content, kind_of_mode(mode.file_mode)});
  }
  if (out.edits.empty()) return errors::FileEntryRequiredException("The commit needs at least one file entry");
  if (out.edits.size() > kFilesPerCommitLimit) {
    return errors::MaximumFileEntriesExceededException(
        "A commit by the API has at most 100 file entries; push larger ones with git");
  }
  return out;
}

Result<git::WrittenCommit> as_api_error(Result<git::WrittenCommit> written) {
  if (written) return written;
  if (written.error().code == "NothingChanged") {
    return errors::SameFileContentException("The commit would leave every file as it is");
  }
  if (written.error().code == "PathConflict") {
    return errors::FileNameConflictsWithDirectoryNameException(written.error().message);
  }
  return written;
}

}  // namespace stellwerk::codecommit
