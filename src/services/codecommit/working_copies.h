#pragma once
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "base/waiting.h"
#include "dataplane/git/bare_repository.h"
#include "dataplane/objects/blob_store.h"
#include "services/codecommit/records.h"

namespace stellwerk::codecommit {

/// For those who hold a repository: packs are written and commits wait for the disk meanwhile.
inline constexpr std::chrono::minutes kLockWait{5};

/// The folders in which git works: one per repository in use, below the work directory.
class WorkingCopies {
 public:
  WorkingCopies(std::filesystem::path folder, objects::BlobStore& blobs) : folder_(std::move(folder)), blobs_(blobs) {}

  /// Held while packs come or go. Never across a wait for a client. Error ServiceUnavailable (503) after kLockWait.
  Result<WaitingLock> lock(const std::string& repository_id);

  /// Brings the folder up to what the transaction sees. The caller holds the lock.
  Result<git::BareRepository> refresh(store::Transaction& transaction, const store::Scope& scope,
                                      const RepositoryRecord& repository, const std::string& data_key);
  void remove(const std::string& repository_id);
  /// A new file's path for an incoming pack.
  Result<std::filesystem::path> incoming(const std::string& name);

 private:
  struct Copy {
    WaitingMutex mutex;
    git::References references;
    std::string head;
  };
  Copy& copy(const std::string& repository_id);

  const std::filesystem::path folder_;
  objects::BlobStore& blobs_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Copy>> copies_;
};

/// All references of a repository.
git::References references_of(store::Transaction& transaction, const store::Scope& scope,
                              const std::string& repository_id);

}  // namespace stellwerk::codecommit
