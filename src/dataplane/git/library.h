#pragma once
#include <git2.h>

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

/// libgit2's objects with owners. Included by this room's .cc files only.
namespace stellwerk::git {

template <auto kFree>
struct LibraryFree {
  void operator()(auto* object) const { kFree(object); }
};
using Repository = std::unique_ptr<git_repository, LibraryFree<git_repository_free>>;
using CommitObject = std::unique_ptr<git_commit, LibraryFree<git_commit_free>>;
using TreeObject = std::unique_ptr<git_tree, LibraryFree<git_tree_free>>;
using TreeEntryObject = std::unique_ptr<git_tree_entry, LibraryFree<git_tree_entry_free>>;
using BlobObject = std::unique_ptr<git_blob, LibraryFree<git_blob_free>>;
using AnyObject = std::unique_ptr<git_object, LibraryFree<git_object_free>>;
using DifferenceList = std::unique_ptr<git_diff, LibraryFree<git_diff_free>>;
using Database = std::unique_ptr<git_odb, LibraryFree<git_odb_free>>;

/// Starts the library at the first call; false if that failed. Whatever calls libgit2 without a repository from
/// open_repository calls this before: uninitialised it takes the process down.
bool start_library();
Result<Repository> open_repository(const char* folder);
/// Nothing unless the text is 40 hexadecimal digits.
std::optional<git_oid> object_id_of(const std::string& text);
std::string text_of(const git_oid& id);
/// What libgit2 says of its last failure.
Error library_error();

}  // namespace stellwerk::git
