#include "dataplane/git/commit_writer.h"

#include <git2/sys/mempack.h>

#include "dataplane/git/library.h"

namespace stellwerk::git {
namespace {

constexpr int kMemoryBackendPriority = 1000;

using Signature = std::unique_ptr<git_signature, LibraryFree<git_signature_free>>;

git_filemode_t mode_of(EntryKind kind) {
  switch (kind) {
    case EntryKind::executable: return GIT_FILEMODE_BLOB_EXECUTABLE;
    case EntryKind::symbolic_link: return GIT_FILEMODE_LINK;
    default: return GIT_FILEMODE_BLOB;
  }
}

Result<Signature> signature_of(const Person& person) {
  git_signature* made = nullptr;
  if (git_signature_new(&made, person.name.c_str(), person.email.c_str(), person.time.milliseconds / 1000,
                        person.offset_minutes) != 0) {
    return library_error();
  }
  return Signature(made);
}

// New objects go to memory, old ones are read from the folder.
Result<git_odb_backend*> add_memory(git_repository* repository) {
  git_odb* found = nullptr;
  git_odb_backend* memory = nullptr;
  if (git_repository_odb(&found, repository) != 0) return library_error();
  Database database(found);
  if (git_mempack_new(&memory) != 0) return library_error();
  if (git_odb_add_backend(found, memory, kMemoryBackendPriority) != 0) return library_error();
  return memory;
}

Result<git_oid> write_tree(git_repository* repository, const NewCommit& commit, git_tree* base,
                           WrittenCommit& written) {
  std::vector<git_tree_update> updates;
  for (const FileEdit& edit : commit.edits) {
    git_tree_update update{};
    update.path = edit.path.c_str();
    update.action = edit.is_removal() ? GIT_TREE_UPDATE_REMOVE : GIT_TREE_UPDATE_UPSERT;
    update.filemode = mode_of(edit.kind);
    if (edit.content &&
        git_blob_create_from_buffer(&update.id, repository, edit.content->data(), edit.content->size()) != 0) {
      return library_error();
    }
    if (edit.blob_id) update.id = object_id_of(*edit.blob_id).value_or(git_oid{});
    if (!edit.is_removal()) written.blob_ids[edit.path] = text_of(update.id);
    updates.push_back(update);
  }
  git_oid tree_id;
  git_tree* standing = base;
  TreeObject empty;
  if (standing == nullptr) {
    git_treebuilder* builder = nullptr;
    git_oid empty_id;
    git_tree* made = nullptr;
    if (git_treebuilder_new(&builder, repository, nullptr) != 0) return library_error();
    bool is_written = git_treebuilder_write(&empty_id, builder) == 0;
    git_treebuilder_free(builder);
    if (!is_written || git_tree_lookup(&made, repository, &empty_id) != 0) return library_error();
    empty.reset(made);
    standing = made;
  }
  if (git_tree_create_updated(&tree_id, repository, standing, updates.size(), updates.data()) != 0) {
    return Error{"PathConflict", library_error().message, 400};
  }
  return tree_id;
}

// The folders on the way to what was changed.
Result<void> check_folders(git_repository* repository, const git_oid& root, const NewCommit& commit) {
  git_odb* found = nullptr;
  git_tree* made = nullptr;
  if (git_repository_odb(&found, repository) != 0) return library_error();
  Database database(found);
  if (git_tree_lookup(&made, repository, &root) != 0) return library_error();
  TreeObject tree(made);
  auto is_too_large = [&](const git_oid& id) {
    std::size_t size_bytes = 0;
    git_object_t kind = GIT_OBJECT_INVALID;
    return git_odb_read_header(&size_bytes, &kind, found, &id) == 0 && size_bytes > kMetadataBytesLimit;
  };
  bool is_any_too_large = is_too_large(root);
  for (const FileEdit& edit : commit.edits) {
    for (std::size_t slash = edit.path.find('/'); slash != std::string::npos; slash = edit.path.find('/', slash + 1)) {
      git_tree_entry* entry = nullptr;
      if (git_tree_entry_bypath(&entry, made, edit.path.substr(0, slash).c_str()) != 0) break;
      TreeEntryObject folder(entry);
      is_any_too_large = is_any_too_large || is_too_large(*git_tree_entry_id(entry));
    }
  }
  if (is_any_too_large) return Error{"FolderTooLarge", "A folder's list of files would be larger than 6 MB", 400};
  return {};
}

}  // namespace

Result<WrittenCommit> write_commit(const std::filesystem::path& folder, const NewCommit& commit) {
  Repository repository = TRY(open_repository(folder.c_str()));
  git_odb_backend* memory = TRY(add_memory(repository.get()));
  CommitObject parent;
  TreeObject base;
  if (commit.parent) {
    git_oid oid;
    git_commit* found = nullptr;
    git_tree* tree = nullptr;
    bool is_there = git_oid_fromstr(&oid, commit.parent->c_str()) == 0 &&
                    git_commit_lookup(&found, repository.get(), &oid) == 0 && git_commit_tree(&tree, found) == 0;
    parent.reset(found);
    base.reset(tree);
    if (!is_there) return library_error();
  }
  WrittenCommit written;
  git_oid tree_id = TRY(write_tree(repository.get(), commit, base.get(), written));
  TRY(check_folders(repository.get(), tree_id, commit));
  if (base && git_oid_equal(&tree_id, git_tree_id(base.get()))) {
    return Error{"NothingChanged", "The commit would change nothing", 400};
  }
  git_tree* made_tree = nullptr;
  if (git_tree_lookup(&made_tree, repository.get(), &tree_id) != 0) return library_error();
  TreeObject tree(made_tree);
  Signature author = TRY(signature_of(commit.author)), committer = TRY(signature_of(commit.committer));
  const git_commit* parents[] = {parent.get()};
  git_oid commit_id;
  if (git_commit_create(&commit_id, repository.get(), nullptr, author.get(), committer.get(), nullptr,
                        commit.message.c_str(), tree.get(), parent ? 1 : 0, parents) != 0) {
    return library_error();
  }
  git_buf pack = GIT_BUF_INIT;
  if (git_mempack_dump(&pack, repository.get(), memory) != 0) return library_error();
  written.pack.assign(pack.ptr, pack.size);
  git_buf_dispose(&pack);
  written.commit_id = text_of(commit_id);
  written.tree_id = text_of(tree_id);
  return written;
}

}  // namespace stellwerk::git
