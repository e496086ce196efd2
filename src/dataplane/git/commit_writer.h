#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataplane/git/object_reader.h"

namespace stellwerk::git {

/// What a new commit changes: a path gets new content, or a blob that is there already, or (with neither) goes.
struct FileEdit {
  std::string path;
  std::optional<std::string> content;
  EntryKind kind = EntryKind::file;
  std::optional<std::string> blob_id = {};

  bool is_removal() const { return !content && !blob_id; }
};

struct NewCommit {
  std::optional<std::string> parent;
  std::vector<FileEdit> edits;
  std::string message;
  Person author;
  Person committer;
};

struct WrittenCommit {
  std::string commit_id;
  std::string tree_id;
  std::map<std::string, std::string> blob_ids;  // by path
  std::string pack;                             // all new objects
};

/// Makes the objects in memory and leaves the repository as it is. Errors: NothingChanged (400) if the tree stays
/// the parent's, PathConflict (400) if a path goes through a file, FolderTooLarge (400) above kMetadataBytesLimit.
Result<WrittenCommit> write_commit(const std::filesystem::path& repository, const NewCommit& commit);

}  // namespace stellwerk::git
