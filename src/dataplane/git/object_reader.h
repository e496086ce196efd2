#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
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

enum class ObjectKind { commit, folder, file, tag };

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

/// Commits, tags and folders above this are not read: a few bytes of a pack may unpack to any size.
inline constexpr std::uint64_t kMetadataBytesLimit = 6ull << 20;
inline constexpr std::size_t kChangesLimit = 1'000'000;

/// Reads objects of one repository. Ids are 40 hexadecimal digits. Absent objects are empty optionals, and so are
/// those above their limit; an Error is a damaged repository.
class ObjectReader {
 public:
  /// `more_objects`: a further folder of objects, or nothing.
  static Result<ObjectReader> open(const std::filesystem::path& folder, const std::filesystem::path& more_objects = {});
  ObjectReader(ObjectReader&&) noexcept;
  ~ObjectReader();

  /// What an id stands for, read from the object's head.
  std::optional<ObjectKind> kind(const std::string& id) const;
  /// A commit, or what an annotated tag leads to.
  std::optional<CommitInfo> commit(const std::string& id) const;
  /// Call it with ids whose size was found to be bearable.
  std::optional<std::string> blob(const std::string& id) const;
  /// Read from the object's head: the object itself is not unpacked.
  std::optional<std::uint64_t> blob_size_bytes(const std::string& id) const;
  /// What lies at a path of a commit's tree; "" is the root.
  std::optional<Entry> at_path(const std::string& commit_id, const std::string& path) const;
  std::vector<Entry> tree(const std::string& tree_id) const;
  /// Visits what changed from one commit (nothing: from the empty tree) to another, in order of path, until the
  /// visitor answers false. Error TooManyChanges (400) above kChangesLimit: a few folders that hold each other many
  /// times over list any number of files.
  Result<void> changes(const std::optional<std::string>& from, const std::string& to,
                       const std::function<bool(Change)>& visit) const;

  struct State;

 private:
  explicit ObjectReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace stellwerk::git
