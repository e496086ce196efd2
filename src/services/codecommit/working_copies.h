#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/id_source.h"
#include "base/result.h"
#include "base/waiting.h"
#include "dataplane/git/bare_repository.h"
#include "dataplane/git/incoming_pack.h"
#include "dataplane/objects/blob_store.h"
#include "services/codecommit/records.h"
#include "store/store.h"

namespace stellwerk::codecommit {

/// For those who hold a repository: packs are written meanwhile.
inline constexpr std::chrono::minutes kLockWait{5};

/// The folders in which git works: one per repository in use, below the work directory. They are not encrypted, so
/// none outlives the server: they are thrown away at its start and its end.
class WorkingCopies {
 public:
  WorkingCopies(std::filesystem::path folder, store::Store& store, objects::BlobStore& blobs, IdSource& ids);
  ~WorkingCopies();

  /// The repository's folder, brought up to all that is committed now. `data_key` opens its packs. Errors:
  /// RepositoryDoesNotExistException if it was deleted meanwhile, ServiceUnavailable (503) after kLockWait.
  Result<git::BareRepository> open(const store::Scope& scope, const RepositoryRecord& repository,
                                   const std::string& data_key);
  /// After packs were replaced in the tables by others with the same objects. Like remove: what another holds too
  /// long stays until the server ends.
  void remove_packs(const std::string& repository_id, const std::vector<std::string>& names);
  void remove(const std::string& repository_id);

  /// A place for a pack that is not part of a repository yet.
  Result<git::IncomingPack> incoming();

 private:
  struct Copy {
    WaitingMutex mutex;  // held while packs come or go; never across a wait for a client
    git::References references;
    std::string head;
  };
  Copy& copy(const std::string& repository_id);
  Result<WaitingLock> lock(Copy& copy);

  const std::filesystem::path folder_;
  store::Store& store_;
  objects::BlobStore& blobs_;
  IdSource& ids_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Copy>> copies_;
};

/// All references of a repository.
git::References references_of(store::Transaction& transaction, const store::Scope& scope,
                              const std::string& repository_id);

}  // namespace stellwerk::codecommit
