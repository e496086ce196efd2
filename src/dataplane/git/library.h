#pragma once
#include <git2.h>

#include <memory>
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

/// Starts the library at the first call.
Result<Repository> open_repository(const char* folder);
std::string text_of(const git_oid& id);
/// What libgit2 says of its last failure.
Error library_error();

}  // namespace stellwerk::git
