#include "services/codecommit/branch_commits.h"

#include <algorithm>
#include <set>

namespace stellwerk::codecommit {
namespace {

// Gathers the edits of one CreateCommit.
class Edits {
 public:
  Edits(const git::ObjectReader& reader, const std::optional<std::string>& parent) : reader_(reader), parent_(parent) {}

  Result<void> put(const PutFileEntry& file) {
    if (file.file_content && file.source_file) {
      return errors::FileContentAndSourceFileSpecifiedException("Give fileContent or sourceFile, not both");
    }
    std::string path = TRY(take(file.file_path));
    puts_.insert(path);
    git::FileEdit edit{.path = path, .content = file.file_content, .kind = kind_of_mode(file.file_mode)};
    if (file.source_file) {
      edit.blob_id = TRY(source(*file.source_file)).id;
    } else if (!file.file_content) {
      return errors::SourceFileOrContentRequiredException("fileContent or sourceFile is required for " + path);
    }
    content_bytes_ += file.file_content ? file.file_content->size() : 0;
    if ((file.file_content && file.file_content->size() > kFileBytesLimit) ||
        content_bytes_ > kCommitContentBytesLimit) {
      return errors::FileContentSizeLimitExceededException(
          "A file has at most 6 MB, and all files of a commit 7 MB; push larger ones with git");
    }
    out_.edits.push_back(std::move(edit));
    return {};
  }

  Result<void> remove(const std::string& given_path) {
    std::string path = TRY(take(given_path));
    TRY(file_at(path));
    out_.edits.push_back({path, std::nullopt});
    return {};
  }

  Result<void> set_mode(const SetFileModeEntry& mode) {
    std::string path = TRY(take(mode.file_path));
    git::Entry file = TRY(file_at(path));
    out_.edits.push_back({.path = path, .kind = kind_of_mode(mode.file_mode), .blob_id = file.id});
    return {};
  }

  Result<CommitEdits> finish() {
    if (out_.edits.empty()) return errors::FileEntryRequiredException("The commit needs at least one file entry");
    if (out_.edits.size() > kFilesPerCommitLimit) {
      return errors::MaximumFileEntriesExceededException(
          "A commit by the API has at most 100 file entries; push larger ones with git");
    }
    for (const std::string& path : puts_) {
      for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
        if (puts_.contains(path.substr(0, slash))) {
          return errors::PutFileEntryConflictException(path.substr(0, slash) + " would be a file and a folder");
        }
      }
      TRY(check_place(reader_, parent_, path));
    }
    return std::move(out_);
  }

 private:
  Result<std::string> take(const std::string& given) {
    std::string path = TRY(normalised_path(given));
    if (path.empty()) return errors::PathRequiredException("A file path is required");
    if (!paths_.insert(path).second) {
      return errors::SamePathRequestException("The path " + path + " is named more than once");
    }
    if (auto entry = parent_ ? reader_.at_path(*parent_, path) : std::nullopt) out_.before.emplace(path, *entry);
    return path;
  }

  Result<git::Entry> file_at(const std::string& path) {
    auto entry = out_.before.find(path);
    if (entry == out_.before.end() || entry->second.kind == git::EntryKind::folder) {
      return errors::FileDoesNotExistException("Could not find path " + path);
    }
    if (entry->second.kind == git::EntryKind::submodule) {
      return errors::FilePathConflictsWithSubmodulePathException(path + " is a submodule");
    }
    return entry->second;
  }

  Result<git::Entry> source(const SourceFileSpecifier& given) {
    std::string path = TRY(normalised_path(given.file_path));
    if (path == ".gitkeep" || path.ends_with("/.gitkeep")) {
      return errors::RestrictedSourceFileException("A .gitkeep file is neither copied nor moved");
    }
    if (given.is_move.value_or(false)) {
      TRY(remove(path));
      return out_.before.at(path);
    }
    auto entry = parent_ ? reader_.at_path(*parent_, path) : std::nullopt;
    bool is_file = entry && entry->kind != git::EntryKind::folder && entry->kind != git::EntryKind::submodule;
    if (!is_file) return errors::FileDoesNotExistException("Could not find path " + path);
    return std::move(*entry);
  }

  const git::ObjectReader& reader_;
  const std::optional<std::string>& parent_;
  CommitEdits out_;
  std::set<std::string> paths_, puts_;
  std::size_t content_bytes_ = 0;
};

}  // namespace

Result<std::optional<std::string>> parent_of(CodeCommit& service, ports::Call& call, const RepositoryRecord& repository,
                                             const git::ObjectReader& reader, const std::string& branch,
                                             const std::optional<std::string>& given) {
  TRY(check_branch_name(branch));
  if (given && !git::is_object_id(*given)) {
    return errors::InvalidParentCommitIdException("Not a commit id: " + *given);
  }
  auto tip = service.tip(call, repository, branch);
  if (!tip) {
    auto references = references_of(call.transaction, call.scope(), repository.id);
    if (references.contains(std::string(git::kTagPrefix) + branch)) {
      return errors::BranchNameIsTagNameException(branch + " is a tag; name a branch");
    }
    if (references.empty() && !given) return std::optional<std::string>();
    return std::move(tip).error();
  }
  if (!given) {
    return errors::ParentCommitIdRequiredException("A parent commit ID is required; the tip of " + branch + " is " +
                                                   *tip);
  }
  if (*given == *tip) return std::optional<std::string>(*tip);
  if (!reader.commit(*given)) return errors::ParentCommitDoesNotExistException("Commit " + *given + " does not exist");
  return errors::ParentCommitIdOutdatedException("The tip of " + branch + " is " + *tip + " now");
}

Result<void> check_place(const git::ObjectReader& reader, const std::optional<std::string>& parent,
                         const std::string& path) {
  if (!parent) return {};
  for (std::size_t slash = path.find('/');; slash = path.find('/', slash + 1)) {
    bool is_on_the_way = slash != std::string::npos;
    std::string place = path.substr(0, slash);
    auto entry = reader.at_path(*parent, place);
    if (!entry) return {};
    if (entry->kind == git::EntryKind::submodule) {
      return errors::FilePathConflictsWithSubmodulePathException(place + " is a submodule");
    }
    bool is_folder = entry->kind == git::EntryKind::folder;
    if (is_on_the_way && !is_folder) return errors::DirectoryNameConflictsWithFileNameException(place + " is a file");
    if (!is_on_the_way && is_folder) return errors::FileNameConflictsWithDirectoryNameException(path + " is a folder");
    if (!is_on_the_way) return {};
  }
}

Result<CommitEdits> edits_of(const CreateCommitRequest& request, const git::ObjectReader& reader,
                             const std::optional<std::string>& parent) {
  Edits edits(reader, parent);
  for (const auto& file : request.put_files.value_or(std::vector<PutFileEntry>{})) TRY(edits.put(file));
  for (const auto& gone : request.delete_files.value_or(std::vector<DeleteFileEntry>{})) {
    TRY(edits.remove(gone.file_path));
  }
  for (const auto& mode : request.set_file_modes.value_or(std::vector<SetFileModeEntry>{})) TRY(edits.set_mode(mode));
  CommitEdits out = TRY(edits.finish());
  if (parent && request.keep_empty_folders.value_or(false)) keep_emptied_folders(out.edits, reader, *parent);
  return out;
}

void keep_emptied_folders(std::vector<git::FileEdit>& edits, const git::ObjectReader& reader,
                          const std::string& parent) {
  std::set<std::string> removed, put, folders;
  for (const git::FileEdit& edit : edits) (edit.is_removal() ? removed : put).insert(edit.path);
  for (const std::string& path : removed) {
    if (std::size_t slash = path.rfind('/'); slash != std::string::npos) folders.insert(path.substr(0, slash));
  }
  for (const std::string& folder : folders) {
    auto entry = reader.at_path(parent, folder);
    bool is_emptied = entry && std::ranges::all_of(reader.tree(entry->id), [&](const git::Entry& one) {
                        return removed.contains(folder + "/" + one.name);
                      });
    auto next = put.lower_bound(folder + "/");
    bool is_filled = next != put.end() && next->starts_with(folder + "/");
    std::string keeper = folder + "/.gitkeep";
    if (is_emptied && !is_filled && !removed.contains(keeper)) edits.push_back({keeper, ""});
  }
}

Result<git::WrittenCommit> as_api_error(Result<git::WrittenCommit> written, const ::stellwerk::Error& unchanged) {
  if (written) return written;
  const std::string& code = written.error().code;
  if (code == "NothingChanged") return ::stellwerk::Error(unchanged);
  if (code == "PathConflict") return errors::PutFileEntryConflictException(written.error().message);
  if (code == "FolderTooLarge") return errors::FolderContentSizeLimitExceededException(written.error().message);
  return written;
}

}  // namespace stellwerk::codecommit
