#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/notice_board.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "store/transaction.h"

namespace rocksdb {
class FileSystem;
}

namespace stellwerk::store {

/// How often `run` starts again before it gives up.
inline constexpr int kConflictLimit = 100;
/// EX_IOERR of sysexits.h.
inline constexpr int kExitStorageFailed = 74;

struct StoreOptions {
  std::filesystem::path directory;
  std::string master_key;                               // 32 bytes; see read_master_key
  std::uint64_t reserve_bytes = 0;                      // kept from others for when the disk is full; see kReserveBytes
  std::shared_ptr<rocksdb::FileSystem> disk = nullptr;  // the host's unless a test stands another before it
};

enum class CommitOutcome {
  done,
  conflict,  // nothing was written: run again on a new transaction
  refused,   // the disk is full; nothing was written, answer no_room(). Reads go on
};

/// ServiceUnavailable (503): the answer to a refused commit.
Error no_room();

/// The durable tables: RocksDB under encryption, commits in groups, each flushed before it is acknowledged.
class Store {
 public:
  /// Creates the directory if there is none. Errors: StoreUnreadable (wrong master key, not a store's
  /// directory), StoreDamaged (with the file's name: an acknowledged write cannot be read; nothing was changed),
  /// StoreLocked (another process has it open).
  static Result<std::unique_ptr<Store>> open(const StoreOptions& options, const Clock& clock);
  ~Store();

  std::unique_ptr<Transaction> begin();
  /// Returns when the writes are on disk (with no writes: at once). While there is little room left only what
  /// erases something is taken. If the disk refuses a write for any other reason nobody knows what lies on it, so
  /// the process ends with kExitStorageFailed; what was acknowledged is there at the next start.
  CommitOutcome commit(Transaction& transaction);

  /// begin, `work`, commit; again on a conflict. Nothing is written if `work` fails. Errors: ServiceUnavailable
  /// (503) after kConflictLimit conflicts in a row or when the disk is full, InternalError (500) for a damaged read.
  Result<void> run(const std::function<Result<void>(Transaction&)>& work);

  /// Called after each commit that added effects, on the committing thread; the outbox sets it.
  void on_effects(std::function<void(const std::vector<Effect>&)> notify);

  /// Writes a copy of this moment's state to a directory that does not exist yet, while commits go on. It is
  /// encrypted under the same master key and opened like any store. Costs little on the same file system,
  /// as files are shared. Error BackupFailed (500).
  Result<void> backup(const std::filesystem::path& directory);

  /// Where one waits for what others commit: ask it for now() before begin(), look, wait for the keys that are
  /// told by Transaction::tell.
  NoticeBoard& notices();

  const Clock& clock() const;

  struct State;

 private:
  friend class Outbox;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace stellwerk::store
