#pragma once
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/waiting.h"
#include "store/background_faults.h"
#include "store/commit_log.h"
#include "store/reserve.h"
#include "store/seal.h"
#include "store/store.h"
#include "store/transaction_state.h"

namespace rocksdb {
class DB;
class WriteBatch;
struct WriteOptions;
}  // namespace rocksdb

namespace stellwerk::store {

/// Ends the process: nobody knows what a disk holds that refused a write.
[[noreturn]] void storage_failed(std::string_view reason);

/// How much one group writes at most, in keys and values together.
inline constexpr std::size_t kGroupLimitBytes = 4 * 1024 * 1024;

/// Where an effect waits in the database: by topic, then by due time, then by id.
inline constexpr std::string_view kOutboxTable = "store.outbox";
std::string effect_key(const Effect& effect);
std::string encode_effect(const Effect& effect);
Effect decode_effect(std::string_view key, std::string_view value);

/// The log says of each group when it was committed; nobody reads it but a recovery.
std::string encode_commit_time(Timestamp time);
Timestamp decode_commit_time(std::string_view bytes);

/// Commits in groups. Who finds nobody committing commits for all that wait, which hold no thread, then hands on to
/// one of those that came meanwhile; so one flush of the disk serves many, and one alone does not wait.
class Committer {
 public:
  Committer(rocksdb::DB& database, Seal& seal, Reserve& reserve, BackgroundFaults& faults, CommitLog& log,
            const Clock& clock);

  /// `durable` false: written, and kept if the process dies, but not flushed to the disk. For what may be
  /// done again.
  CommitOutcome commit(Transaction::State& transaction, bool durable = true);
  /// By a full disk. Once nobody commits any more.
  bool is_stopped() const { return is_stopped_; }

 private:
  struct Waiting {
    Transaction::State& transaction;
    bool durable;
    bool finished = false;  // read after the parking
    CommitOutcome outcome = CommitOutcome::conflict;
    Parking parking = {};
  };

  std::vector<Waiting*> take_group();
  /// To the first of those who came meanwhile.
  void hand_on();
  void commit_group(const std::vector<Waiting*>& group);
  /// False if the disk is full.
  bool write(rocksdb::WriteBatch& batch, const rocksdb::WriteOptions& options);
  /// After a full disk the database has to be told to go on.
  bool resume();
  bool begin_another_log();
  /// The database would try a merge that meets damage again and again, and let no write pass it in the end.
  void stop_merging();
  void add_writes(Transaction::State& transaction, rocksdb::WriteBatch& batch);

  rocksdb::DB& database_;
  Seal& seal_;
  Reserve& reserve_;
  BackgroundFaults& faults_;
  CommitLog& log_;
  const Clock& clock_;
  std::uint64_t next_effect_;
  bool is_stopped_ = false;  // by a full disk

  std::mutex mutex_;  // of the two below
  std::deque<Waiting*> queue_;
  bool somebody_leads_ = false;
};

}  // namespace stellwerk::store
