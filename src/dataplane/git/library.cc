#include "dataplane/git/library.h"

namespace stellwerk::git {
namespace {

// Owns the library for as long as the process runs: its objects may outlive any of ours.
struct Library {
  Library() : is_started(git_libgit2_init() > 0) {
    // Only a repository's own configuration counts, as for the git that is run beside it.
    for (int level :
         {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_PROGRAMDATA}) {
      git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
    }
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  }
  const bool is_started;
};

}  // namespace

bool start_library() {
  static const Library library;
  return library.is_started;
}

Result<Repository> open_repository(const char* folder) {
  if (!start_library()) return Error{"GitFailed", "libgit2 could not be started", 500};
  git_repository* repository = nullptr;
  if (git_repository_open_ext(&repository, folder, GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_BARE, nullptr) !=
      0) {
    return library_error();
  }
  return Repository(repository);
}

std::optional<git_oid> object_id_of(const std::string& text) {
  git_oid id;
  if (!start_library() || text.size() != GIT_OID_HEXSZ || git_oid_fromstr(&id, text.c_str()) != 0) return std::nullopt;
  return id;
}

std::string text_of(const git_oid& id) {
  std::string text(GIT_OID_HEXSZ, '0');
  git_oid_fmt(text.data(), &id);
  return text;
}

Error library_error() {
  const git_error* last = git_error_last();
  return Error{"GitFailed", last != nullptr ? last->message : "libgit2 failed without a reason", 500};
}

}  // namespace stellwerk::git
