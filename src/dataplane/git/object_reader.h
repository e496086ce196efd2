#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"

namespace stellwerk::git {

struct Person {
  std::string name;
  std::string email;
  Timestamp time;
  int offset_minutes = 0;
};

struct CommitInfo {
  std::string id;
  std::string tree_id;
  std::vector<std::string> parents;
  std::string message;
  Person author;
  Person committer;
};

enum class EntryKind { folder, file, executable, symbolic_link, submodule };

struct Entry {
  std::string name;  // last part of the path
  std::string id;
  EntryKind kind;
};

enum class ChangeKind { added, modified, deleted };

struct FileVersion {
  std::string path;
  std::string id;
  EntryKind kind = EntryKind::file;
};

struct Change {
  ChangeKind kind;
  std::optional<FileVersion> before;
  std::optional<FileVersion> after;
};

/// Reads objects of one repository. Ids are 40 hexadecimal digits. Absent objects are empty optionals; an Error is
/// a damaged repository.
class ObjectReader {
 public:
  static Result<ObjectReader> open(const std::filesystem::path& folder);
  ObjectReader(ObjectReader&&) noexcept;
  ~ObjectReader();

  /// A commit, or what an annotated tag leads to.
  std::optional<CommitInfo> commit(const std::string& id) const;
  std::optional<std::string> blob(const std::string& id) const;
  std::optional<std::int64_t> blob_size_bytes(const std::string& id) const;
  /// What lies at a path of a commit's tree; "" is the root.
  std::optional<Entry> at_path(const std::string& commit_id, const std::string& path) const;
  std::vector<Entry> tree(const std::string& tree_id) const;
  /// From one commit (nothing: from the empty tree) to another, in order of path.
  Result<std::vector<Change>> changes(const std::optional<std::string>& from, const std::string& to) const;

  struct State;

 private:
  explicit ObjectReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace stellwerk::git
