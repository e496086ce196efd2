#include "dataplane/git/object_reader.h"

#include <algorithm>
#include <string_view>

#include "dataplane/git/library.h"

namespace stellwerk::git {

struct ObjectReader::State {
  Repository repository;
  Database database;
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

struct Head {
  git_object_t kind;
  std::uint64_t size_bytes;
};

std::optional<Head> head_of(git_repository* repository, const git_oid& id) {
  git_odb* found = nullptr;
  if (git_repository_odb(&found, repository) != 0) return std::nullopt;
  Database database(found);
  std::size_t size_bytes = 0;
  git_object_t kind = GIT_OBJECT_INVALID;
  if (git_odb_read_header(&size_bytes, &kind, found, &id) != 0) return std::nullopt;
  return Head{kind, size_bytes};
}

bool is_bearable(git_repository* repository, const git_oid& id) {
  auto head = head_of(repository, id);
  return head && head->kind != GIT_OBJECT_BLOB && head->size_bytes <= kMetadataBytesLimit;
}

// Through annotated tags, each looked at before it is unpacked.
CommitObject find_commit(git_repository* repository, const std::string& text) {
  constexpr int kTagDepthLimit = 10;
  auto id = object_id_of(text);
  for (int depth = 0; id && depth < kTagDepthLimit && is_bearable(repository, *id); ++depth) {
    git_object* found = nullptr;
    if (git_object_lookup(&found, repository, &*id, GIT_OBJECT_ANY) != 0) return nullptr;
    AnyObject object(found);
    if (git_object_type(found) == GIT_OBJECT_COMMIT) {
      return CommitObject(reinterpret_cast<git_commit*>(object.release()));
    }
    if (git_object_type(found) != GIT_OBJECT_TAG) return nullptr;
    id = *git_tag_target_id(reinterpret_cast<git_tag*>(found));
  }
  return nullptr;
}

TreeObject find_tree(git_repository* repository, const git_oid& id) {
  git_tree* tree = nullptr;
  if (!is_bearable(repository, id) || git_tree_lookup(&tree, repository, &id) != 0) return nullptr;
  return TreeObject(tree);
}

TreeObject tree_of(git_repository* repository, const std::string& commit_id) {
  CommitObject commit = find_commit(repository, commit_id);
  return commit ? find_tree(repository, *git_commit_tree_id(commit.get())) : nullptr;
}

Entry entry_of(const git_tree_entry* entry) {
  return {git_tree_entry_name(entry), text_of(*git_tree_entry_id(entry)), kind_of(git_tree_entry_filemode(entry))};
}

FileVersion version_of(const git_diff_file& file) {
  return {file.path, text_of(file.id), kind_of(static_cast<git_filemode_t>(file.mode))};
}

Change change_of(const git_diff_delta& delta) {
  bool is_added = delta.status == GIT_DELTA_ADDED, is_deleted = delta.status == GIT_DELTA_DELETED;
  Change change{is_added ? ChangeKind::added : is_deleted ? ChangeKind::deleted : ChangeKind::modified, {}, {}};
  if (!is_added) change.before = version_of(delta.old_file);
  if (!is_deleted) change.after = version_of(delta.new_file);
  return change;
}

}  // namespace

ObjectReader::ObjectReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ObjectReader::ObjectReader(ObjectReader&&) noexcept = default;
ObjectReader::~ObjectReader() = default;

Result<ObjectReader> ObjectReader::open(const std::filesystem::path& folder,
                                        const std::filesystem::path& more_objects) {
  auto state = std::make_unique<State>();
  state->repository = TRY(open_repository(folder.c_str()));
  if (!more_objects.empty()) {
    git_odb* database = nullptr;
    if (git_repository_odb(&database, state->repository.get()) != 0) return library_error();
    state->database.reset(database);
    if (git_odb_add_disk_alternate(database, more_objects.c_str()) != 0) return library_error();
  }
  return ObjectReader(std::move(state));
}

std::optional<ObjectKind> ObjectReader::kind(const std::string& text) const {
  auto id = object_id_of(text);
  auto head = id ? head_of(state_->repository.get(), *id) : std::nullopt;
  if (!head) return std::nullopt;
  switch (head->kind) {
    case GIT_OBJECT_COMMIT: return ObjectKind::commit;
    case GIT_OBJECT_TREE: return ObjectKind::folder;
    case GIT_OBJECT_TAG: return ObjectKind::tag;
    default: return ObjectKind::file;
  }
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

std::optional<std::string> ObjectReader::blob(const std::string& text) const {
  auto id = object_id_of(text);
  git_blob* found = nullptr;
  if (!id || git_blob_lookup(&found, state_->repository.get(), &*id) != 0) return std::nullopt;
  BlobObject blob(found);
  return std::string(static_cast<const char*>(git_blob_rawcontent(found)),
                     static_cast<std::size_t>(git_blob_rawsize(found)));
}

std::optional<std::uint64_t> ObjectReader::blob_size_bytes(const std::string& text) const {
  auto id = object_id_of(text);
  auto head = id ? head_of(state_->repository.get(), *id) : std::nullopt;
  if (!head || head->kind != GIT_OBJECT_BLOB) return std::nullopt;
  return head->size_bytes;
}

std::optional<Entry> ObjectReader::at_path(const std::string& commit_id, const std::string& path) const {
  TreeObject tree = tree_of(state_->repository.get(), commit_id);
  if (!tree) return std::nullopt;
  Entry found{"", text_of(*git_tree_id(tree.get())), EntryKind::folder};
  std::string_view rest = path;
  while (!rest.empty()) {
    std::size_t slash = std::min(rest.find('/'), rest.size());
    const git_tree_entry* entry =
        tree ? git_tree_entry_byname(tree.get(), std::string(rest.substr(0, slash)).c_str()) : nullptr;
    if (entry == nullptr) return std::nullopt;
    found = entry_of(entry);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    bool goes_on = !rest.empty() && found.kind == EntryKind::folder;
    tree = goes_on ? find_tree(state_->repository.get(), *git_tree_entry_id(entry)) : nullptr;
  }
  return found;
}

std::vector<Entry> ObjectReader::tree(const std::string& tree_id) const {
  std::vector<Entry> entries;
  auto id = object_id_of(tree_id);
  TreeObject tree = id ? find_tree(state_->repository.get(), *id) : nullptr;
  for (std::size_t i = 0; tree && i < git_tree_entrycount(tree.get()); ++i) {
    entries.push_back(entry_of(git_tree_entry_byindex(tree.get(), i)));
  }
  return entries;
}

Result<void> ObjectReader::changes(const std::optional<std::string>& from, const std::string& to,
                                   const std::function<bool(Change)>& visit) const {
  constexpr int kStop = -1, kPassOver = 1;  // keeping none of them bounds the memory
  struct Walk {
    const std::function<bool(Change)>& visit;
    std::size_t seen = 0;
    bool has_stopped = false;
  } walk{visit};
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  options.payload = &walk;
  options.notify_cb = [](const git_diff*, const git_diff_delta* delta, const char*, void* payload) {
    auto& walk = *static_cast<Walk*>(payload);
    if (++walk.seen > kChangesLimit) return kStop;
    walk.has_stopped = !walk.visit(change_of(*delta));
    return walk.has_stopped ? kStop : kPassOver;
  };
  git_repository* repository = state_->repository.get();
  TreeObject before = from ? tree_of(repository, *from) : nullptr;
  TreeObject after = tree_of(repository, to);
  git_diff* made = nullptr;
  int failed = git_diff_tree_to_tree(&made, repository, before.get(), after.get(), &options);
  DifferenceList list(made);
  if (walk.seen > kChangesLimit) {
    return Error{"TooManyChanges", "The commits differ in more than a million files; name a path, or use git", 400};
  }
  if (failed != 0 && !walk.has_stopped) return library_error();
  return {};
}

}  // namespace stellwerk::git
