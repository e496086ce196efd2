#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/timestamp.h"
#include "base/result.h"
#include "store/transaction.h"

namespace stellwerk::store {

struct StoreOptions {
  std::filesystem::path directory;
  std::string master_key;  // 32 bytes; see read_master_key
};

enum class CommitOutcome { done, conflict };

/// The durable tables: RocksDB under encryption, commits in groups, each flushed before it is acknowledged.
class Store {
 public:
  /// Errors: StoreUnreadable (wrong master key, or not a store's directory), StoreLocked (another process).
  static Result<std::unique_ptr<Store>> open(const StoreOptions& options, const Clock& clock);
  ~Store();

  std::unique_ptr<Transaction> begin();
  /// Returns when the writes are on disk (with no writes: at once). `conflict`: nothing was written, run
  /// again on a new transaction.
  CommitOutcome commit(Transaction& transaction);

  /// begin, `work`, commit; again on a conflict. Nothing is written if `work` fails.
  Result<void> run(const std::function<Result<void>(Transaction&)>& work);

  /// Called after each commit that added effects; the outbox sets it.
  void on_effects(std::function<void()> notify);

 private:
  friend class Outbox;
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace stellwerk::store
