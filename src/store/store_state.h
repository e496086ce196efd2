#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "store/background_faults.h"
#include "store/commit_log.h"
#include "store/committer.h"
#include "store/encrypted_files.h"
#include "store/reserve.h"
#include "store/seal.h"
#include "store/store.h"

namespace stellwerk::store {

struct Store::State {
  State(std::shared_ptr<Reserve> reserve_, std::shared_ptr<BackgroundFaults> faults_, std::shared_ptr<Seal> seal_,
        EncryptedFiles files_, std::unique_ptr<rocksdb::DB> database_, const Clock& clock_);
  ~State();

  const Clock& clock;
  std::shared_ptr<Reserve> reserve;
  std::shared_ptr<BackgroundFaults> faults;
  std::shared_ptr<Seal> seal;
  EncryptedFiles files;
  std::unique_ptr<rocksdb::DB> database;
  CommitLog log;
  Committer committer;
  NoticeBoard notices;

  std::mutex notify_mutex;
  std::shared_ptr<const std::function<void(const std::vector<Effect>&)>> notify;

  CommitOutcome commit(Transaction::State& transaction, bool durable);
  void tell(const Transaction::State& transaction);
};

}  // namespace stellwerk::store
