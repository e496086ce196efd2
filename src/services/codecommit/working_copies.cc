#include "services/codecommit/working_copies.h"

#include "services/codecommit/rules.h"

namespace stellwerk::codecommit {

git::References references_of(store::Transaction& transaction, const store::Scope& scope,
                              const std::string& repository_id) {
  git::References references;
  kReferences.scan(transaction, scope, {repository_id},
                   [&](const std::vector<std::string>& parts, const ReferenceRecord& record) {
                     references.emplace(parts[1], record.commit_id);
                     return true;
                   });
  return references;
}

WorkingCopies::WorkingCopies(std::filesystem::path folder, store::Store& store, objects::BlobStore& blobs,
                             IdSource& ids)
    : folder_(std::move(folder)), store_(store), blobs_(blobs), ids_(ids) {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

WorkingCopies::~WorkingCopies() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

WorkingCopies::Copy& WorkingCopies::copy(const std::string& repository_id) {
  std::lock_guard guard(mutex_);
  auto& found = copies_[repository_id];
  if (!found) found = std::make_unique<Copy>();
  return *found;
}

Result<WaitingLock> WorkingCopies::lock(Copy& copy) {
  WaitingLock lock(copy.mutex, deadline_after(kLockWait));
  if (!lock.is_held()) return Error{"ServiceUnavailable", "Others keep the repository busy; try again later.", 503};
  return lock;
}

Result<git::BareRepository> WorkingCopies::open(const store::Scope& scope, const RepositoryRecord& repository,
                                                const std::string& data_key) {
  Copy& known = copy(repository.id);
  WaitingLock held = TRY(lock(known));
  // Begun under the lock, whatever the caller's own transaction sees: the folder never goes back in time, and packs
  // that were joined meanwhile are not looked for.
  auto transaction = store_.begin();
  auto now = kRepositories.get(*transaction, scope, {repository.name});
  if (!now || now->id != repository.id) {
    return errors::RepositoryDoesNotExistException(repository.name + " does not exist");
  }
  git::BareRepository bare(folder_ / repository.id);
  if (!bare.exists()) {
    TRY(bare.create());
    known.references.clear();
    known.head = "?";
  }
  for (const PackRecord& pack : kPacks.all(*transaction, scope, {repository.id})) {
    if (bare.has_pack(pack.name)) continue;
    TRY(bare.add_pack(TRY(blobs_.open(*transaction, pack.blob, 0, UINT64_MAX, data_key))));
  }
  git::References references = references_of(*transaction, scope, repository.id);
  if (references != known.references || now->default_branch != known.head) {
    TRY(bare.set_references(references, now->default_branch));
    known.references = std::move(references);
    known.head = now->default_branch;
  }
  return bare;
}

void WorkingCopies::remove_packs(const std::string& repository_id, const std::vector<std::string>& names) {
  auto held = lock(copy(repository_id));
  if (!held) return;
  for (const std::string& name : names) git::BareRepository(folder_ / repository_id).remove_pack(name);
}

void WorkingCopies::remove(const std::string& repository_id) {
  auto held = lock(copy(repository_id));
  if (!held) return;
  std::error_code ignored;
  std::filesystem::remove_all(folder_ / repository_id, ignored);
}

Result<git::IncomingPack> WorkingCopies::incoming() {
  return git::IncomingPack::create(folder_ / "incoming" / ids_.hex(32));
}

}  // namespace stellwerk::codecommit
