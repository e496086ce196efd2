#include "services/codecommit/working_copies.h"

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

WorkingCopies::Copy& WorkingCopies::copy(const std::string& repository_id) {
  std::lock_guard guard(mutex_);
  auto& found = copies_[repository_id];
  if (!found) found = std::make_unique<Copy>();
  return *found;
}

Result<WaitingLock> WorkingCopies::lock(const std::string& repository_id) {
  WaitingLock lock(copy(repository_id).mutex, deadline_after(kLockWait));
  if (!lock.is_held()) return Error{"ServiceUnavailable", "Others keep the repository busy; try again later.", 503};
  return lock;
}

Result<git::BareRepository> WorkingCopies::refresh(store::Transaction& transaction, const store::Scope& scope,
                                                   const RepositoryRecord& repository, const std::string& data_key) {
  git::BareRepository bare(folder_ / repository.id);
  Copy& known = copy(repository.id);
  if (!bare.exists()) {
    TRY(bare.create());
    known.references.clear();
    known.head = "?";
  }
  for (const PackRecord& pack : kPacks.all(transaction, scope, {repository.id})) {
    if (bare.has_pack(pack.name)) continue;
    auto bytes = TRY(blobs_.open(transaction, pack.blob, 0, UINT64_MAX, data_key));
    TRY(bare.add_pack(*bytes));
  }
  git::References references = references_of(transaction, scope, repository.id);
  if (references != known.references || repository.default_branch != known.head) {
    TRY(bare.set_references(references, repository.default_branch));
    known.references = std::move(references);
    known.head = repository.default_branch;
  }
  return bare;
}

void WorkingCopies::remove(const std::string& repository_id) {
  auto held = lock(repository_id);
  if (!held) return;  // what stays is thrown away with the work directory
  std::error_code ignored;
  std::filesystem::remove_all(folder_ / repository_id, ignored);
}

Result<std::filesystem::path> WorkingCopies::incoming(const std::string& name) {
  std::error_code error;
  std::filesystem::create_directories(folder_ / "incoming", error);
  if (error) return Error{"GitFailed", "The work directory cannot be used: " + error.message(), 500};
  return folder_ / "incoming" / name;
}

}  // namespace stellwerk::codecommit
