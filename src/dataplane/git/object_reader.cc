#include "dataplane/git/object_reader.h"

#include "dataplane/git/library.h"

namespace stellwerk::git {

struct ObjectReader::State {
  Repository repository;
};

namespace {

EntryKind kind_of(git_filemode_t mode) {
  switch (mode) {
    case GIT_FILEMODE_TREE: return EntryKind::folder;
    case GIT_FILEMODE_BLOB_EXECUTABLE: return EntryKind::executable;
    case GIT_FILEMODE_LINK: return EntryKind::symbolic_link;
    case GIT_FILEMODE_COMMIT: return EntryKind::submodule;
    default: return EntryKind::file;
  }
}

Person person_of(const git_signature* signature) {
  return {signature->name, signature->email, Timestamp{signature->when.time * 1000}, signature->when.offset};
}

CommitObject find_commit(git_repository* repository, const std::string& id) {
  git_oid oid;
  git_object* found = nullptr;
  if (git_oid_fromstr(&oid, id.c_str()) != 0) return nullptr;
  if (git_object_lookup(&found, repository, &oid, GIT_OBJECT_ANY) != 0) return nullptr;
  AnyObject object(found);
  git_object* peeled = nullptr;
  if (git_object_peel(&peeled, object.get(), GIT_OBJECT_COMMIT) != 0) return nullptr;
  return CommitObject(reinterpret_cast<git_commit*>(peeled));
}

TreeObject tree_of(git_repository* repository, const std::string& commit_id) {
  CommitObject commit = find_commit(repository, commit_id);
  git_tree* tree = nullptr;
  if (!commit || git_commit_tree(&tree, commit.get()) != 0) return nullptr;
  return TreeObject(tree);
}

BlobObject find_blob(git_repository* repository, const std::string& id) {
  git_oid oid;
  git_blob* blob = nullptr;
  if (git_oid_fromstr(&oid, id.c_str()) != 0 || git_blob_lookup(&blob, repository, &oid) != 0) return nullptr;
  return BlobObject(blob);
}

Entry entry_of(const git_tree_entry* entry) {
  return {git_tree_entry_name(entry), text_of(*git_tree_entry_id(entry)), kind_of(git_tree_entry_filemode(entry))};
}

FileVersion version_of(const git_diff_file& file) {
  return {file.path, text_of(file.id), kind_of(static_cast<git_filemode_t>(file.mode))};
}

}  // namespace

Result<Repository> open_repository(const char* folder) {
  static const int started = git_libgit2_init();
  git_repository* repository = nullptr;
  if (started < 0 || git_repository_open_ext(&repository, folder,
                                             GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_BARE, nullptr) != 0) {
    return library_error();
  }
  return Repository(repository);
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

ObjectReader::ObjectReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ObjectReader::ObjectReader(ObjectReader&&) noexcept = default;
ObjectReader::~ObjectReader() = default;

Result<ObjectReader> ObjectReader::open(const std::filesystem::path& folder) {
  auto state = std::make_unique<State>();
  state->repository = TRY(open_repository(folder.c_str()));
  return ObjectReader(std::move(state));
}

std::optional<CommitInfo> ObjectReader::commit(const std::string& id) const {
  CommitObject commit = find_commit(state_->repository.get(), id);
  if (!commit) return std::nullopt;
  CommitInfo info;
  info.id = text_of(*git_commit_id(commit.get()));
  info.tree_id = text_of(*git_commit_tree_id(commit.get()));
  for (unsigned i = 0; i < git_commit_parentcount(commit.get()); ++i) {
    info.parents.push_back(text_of(*git_commit_parent_id(commit.get(), i)));
  }
  info.message = git_commit_message(commit.get());
  info.author = person_of(git_commit_author(commit.get()));
  info.committer = person_of(git_commit_committer(commit.get()));
  return info;
}

std::optional<std::string> ObjectReader::blob(const std::string& id) const {
  BlobObject blob = find_blob(state_->repository.get(), id);
  if (!blob) return std::nullopt;
  return std::string(static_cast<const char*>(git_blob_rawcontent(blob.get())),
                     static_cast<std::size_t>(git_blob_rawsize(blob.get())));
}

std::optional<std::int64_t> ObjectReader::blob_size_bytes(const std::string& id) const {
  BlobObject blob = find_blob(state_->repository.get(), id);
  if (!blob) return std::nullopt;
  return git_blob_rawsize(blob.get());
}

std::optional<Entry> ObjectReader::at_path(const std::string& commit_id, const std::string& path) const {
  TreeObject tree = tree_of(state_->repository.get(), commit_id);
  if (!tree) return std::nullopt;
  if (path.empty()) return Entry{"", text_of(*git_tree_id(tree.get())), EntryKind::folder};
  git_tree_entry* entry = nullptr;
  if (git_tree_entry_bypath(&entry, tree.get(), path.c_str()) != 0) return std::nullopt;
  TreeEntryObject owned(entry);
  return entry_of(entry);
}

std::vector<Entry> ObjectReader::tree(const std::string& tree_id) const {
  std::vector<Entry> entries;
  git_oid oid;
  git_tree* found = nullptr;
  if (git_oid_fromstr(&oid, tree_id.c_str()) != 0) return entries;
  if (git_tree_lookup(&found, state_->repository.get(), &oid) != 0) return entries;
  TreeObject tree(found);
  for (std::size_t i = 0; i < git_tree_entrycount(found); ++i)
    entries.push_back(entry_of(git_tree_entry_byindex(found, i)));
  return entries;
}

Result<std::vector<Change>> ObjectReader::changes(const std::optional<std::string>& from, const std::string& to) const {
  git_repository* repository = state_->repository.get();
  TreeObject before = from ? tree_of(repository, *from) : nullptr;
  TreeObject after = tree_of(repository, to);
  git_diff* made = nullptr;
  if (git_diff_tree_to_tree(&made, repository, before.get(), after.get(), nullptr) != 0) return library_error();
  DifferenceList list(made);
  std::vector<Change> changes;
  for (std::size_t i = 0; i < git_diff_num_deltas(made); ++i) {
    const git_diff_delta* delta = git_diff_get_delta(made, i);
    bool is_added = delta->status == GIT_DELTA_ADDED, is_deleted = delta->status == GIT_DELTA_DELETED;
    Change change{is_added ? ChangeKind::added : is_deleted ? ChangeKind::deleted : ChangeKind::modified, {}, {}};
    if (!is_added) change.before = version_of(delta->old_file);
    if (!is_deleted) change.after = version_of(delta->new_file);
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace stellwerk::git
