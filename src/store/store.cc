#include "store/store.h"

#include <rocksdb/db.h>
#include <rocksdb/utilities/checkpoint.h>

#include <algorithm>

#include "base/assert.h"
#include "base/log.h"
#include "store/damaged_read.h"
#include "store/database_options.h"
#include "store/directory_check.h"
#include "store/master_key.h"
#include "store/sealing_files.h"
#include "store/store_state.h"

namespace stellwerk::store {
namespace {

// From this many conflicts in a row on, waiting a little helps more than trying at once, and a little longer each
// time: whoever is slower than all others outwaits them.
constexpr int kConflictsBeforePause = 8;
constexpr auto kConflictPause = std::chrono::milliseconds(1);
constexpr int kLongestConflictPauses = 32;

// A directory with other things in it is somebody's home, not a new store.
bool fit_for_store(const std::filesystem::path& directory) {
  std::error_code failed;
  if (std::filesystem::exists(directory / "CURRENT", failed)) return true;
  return std::filesystem::is_empty(directory, failed) || std::filesystem::exists(directory / "LOCK", failed);
}

Error unreadable(const std::filesystem::path& directory, const std::string& why) {
  return Error{"StoreUnreadable", "The data directory " + directory.string() + " cannot be opened: " + why, 500};
}

Error locked(const std::filesystem::path& directory) {
  return Error{"StoreLocked",
               "The data directory " + directory.string() +
                   " is in use by another process. Stop that one first, or name another directory",
               500};
}

Error of_another_key(const std::filesystem::path& directory) {
  return unreadable(directory,
                    "its files were not written with this master key. Start with the key that the directory was "
                    "made with, or name an empty directory to begin anew");
}

Error open_error(const StoreOptions& options, const rocksdb::Status& status, bool met_foreign_file) {
  if (status.IsCorruption() || met_foreign_file || status.IsPathNotFound() || status.IsNotFound()) {
    std::string why = status.ToString();
    // A missing table is looked for under the name that tables had once, too; the message tells that name.
    for (std::size_t at; (at = why.find(".ldb")) != std::string::npos;) why.replace(at, 4, ".sst");
    return damage_error(options.directory, {{"a file", "cannot be used: " + why}});
  }
  if (status.IsIOError() && status.ToString().find("lock ") != std::string::npos) return locked(options.directory);
  return unreadable(options.directory, status.ToString());
}

// Looks before it opens: to open is to change.
Result<std::shared_ptr<Seal>> check_and_seal(const StoreOptions& options,
                                             const std::shared_ptr<rocksdb::FileSystem>& disk) {
  EncryptedFiles files = encrypted_files(options.master_key, disk);
  rocksdb::FileLock* lock = nullptr;
  if (!files.environment->LockFile((options.directory / "LOCK").string(), &lock).ok()) return locked(options.directory);
  struct Unlock {
    rocksdb::Env& environment;
    rocksdb::FileLock* lock;
    ~Unlock() { environment.UnlockFile(lock); }
  } unlock{*files.environment, lock};
  DirectoryCheck check = check_directory(options.directory, options.master_key, *files.environment);
  if (check.is_of_another_key) return of_another_key(options.directory);
  if (!check.damages.empty()) return damage_error(options.directory, check.damages);
  empty_torn_logs(options.directory);
  return std::shared_ptr<Seal>(TRY(Seal::open(options.directory)));
}

}  // namespace

Store::State::State(std::shared_ptr<Reserve> reserve_, std::shared_ptr<BackgroundFaults> faults_,
                    std::shared_ptr<Seal> seal_, EncryptedFiles files_, std::unique_ptr<rocksdb::DB> database_,
                    const Clock& clock_)
    : clock(clock_),
      reserve(std::move(reserve_)),
      faults(std::move(faults_)),
      seal(std::move(seal_)),
      files(std::move(files_)),
      database(std::move(database_)),
      committer(*database, *seal, *reserve, *faults, log, clock) {}

// What was written without a flush is sealed too, so that the next start expects it.
Store::State::~State() {
  if (!committer.is_stopped()) database->SyncWAL();
}

CommitOutcome Store::State::commit(Transaction::State& transaction, bool durable) {
  STELLWERK_ASSERT(!transaction.finished);
  CommitOutcome outcome = committer.commit(transaction, durable);
  transaction.finish();
  if (outcome != CommitOutcome::done) return outcome;
  tell(transaction);
  if (transaction.effects.empty()) return outcome;
  std::shared_ptr<const std::function<void(const std::vector<Effect>&)>> called;
  {
    std::lock_guard lock(notify_mutex);
    called = notify;
  }
  if (called && *called) (*called)(transaction.effects);
  return outcome;
}

void Store::State::tell(const Transaction::State& transaction) {
  for (const std::string& key : transaction.told) notices.tell(key);
}

Error no_room() {
  return Error{
      "ServiceUnavailable",
      "The server's disk is full: nothing can be stored until there is room. Delete what is not needed, or ask "
      "its operator for space",
      503};
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const StoreOptions& options, const Clock& clock) {
  if (options.master_key.size() != kMasterKeyBytes) {
    return unreadable(options.directory, "the master key must be 32 bytes long");
  }
  std::error_code failed;
  std::filesystem::create_directories(options.directory, failed);
  if (failed) return unreadable(options.directory, failed.message());
  if (!fit_for_store(options.directory)) {
    return unreadable(options.directory, "it holds other files than a store's. Name an empty or a new directory");
  }
  std::filesystem::permissions(options.directory, std::filesystem::perms::owner_all, failed);
  std::shared_ptr<rocksdb::FileSystem> disk = options.disk ? options.disk : rocksdb::FileSystem::Default();
  std::shared_ptr<Reserve> reserve = Reserve::open(options.directory, options.reserve_bytes);
  std::shared_ptr<Seal> seal = TRY(check_and_seal(options, disk));
  EncryptedFiles files = encrypted_files(options.master_key, sealing_files(disk, seal));
  rocksdb::DB* database = nullptr;
  rocksdb::Options settings = database_options(*files.environment);
  auto faults = std::make_shared<BackgroundFaults>(reserve);
  settings.listeners.push_back(faults);
  rocksdb::Status status = rocksdb::DB::Open(settings, options.directory.string(), &database);
  if (!status.ok()) return open_error(options, status, *files.met_foreign_file);
  std::unique_ptr<rocksdb::DB> owned(database);
  return std::unique_ptr<Store>(new Store(std::make_unique<State>(
      std::move(reserve), std::move(faults), std::move(seal), std::move(files), std::move(owned), clock)));
}

std::unique_ptr<Transaction> Store::begin() {
  auto state = std::make_unique<Transaction::State>(*state_->database, state_->log);
  return std::unique_ptr<Transaction>(new Transaction(std::move(state)));
}

CommitOutcome Store::commit(Transaction& transaction) {
  if (!transaction.has_writes()) {
    // It read one snapshot, so it took place at that moment, whatever was committed since.
    transaction.state_->finish();
    state_->tell(*transaction.state_);
    return CommitOutcome::done;
  }
  return state_->commit(*transaction.state_, true);
}

Result<void> Store::run(const std::function<Result<void>(Transaction&)>& work) {
  for (int conflicts = 0; conflicts < kConflictLimit; ++conflicts) {
    if (conflicts >= kConflictsBeforePause)
      sleep_until(
          deadline_after(kConflictPause * std::min(conflicts - kConflictsBeforePause + 1, kLongestConflictPauses)));
    CommitOutcome outcome;
    try {
      auto transaction = begin();
      TRY(work(*transaction));
      outcome = commit(*transaction);
    } catch (const DamagedRead&) {
      return DamagedRead::error();
    }
    if (outcome == CommitOutcome::done) return {};
    if (outcome == CommitOutcome::refused) return no_room();
  }
  return Error{"ServiceUnavailable", "Too many requests changed the same resource at once. Please retry", 503};
}

void Store::on_effects(std::function<void(const std::vector<Effect>&)> notify) {
  std::lock_guard lock(state_->notify_mutex);
  state_->notify = std::make_shared<const std::function<void(const std::vector<Effect>&)>>(std::move(notify));
}

Result<void> Store::backup(const std::filesystem::path& directory) {
  rocksdb::Checkpoint* made = nullptr;
  rocksdb::Status status = rocksdb::Checkpoint::Create(state_->database.get(), &made);
  std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  if (status.ok()) status = checkpoint->CreateCheckpoint(directory.string());
  if (status.ok()) return Seal::make(directory, state_->seal->contents().acknowledged);
  return Error{"BackupFailed",
               "The backup to " + directory.string() + " failed (" + status.ToString() +
                   "). The directory must not exist yet, its parent must, and there must be space",
               500};
}

NoticeBoard& Store::notices() { return state_->notices; }

const Clock& Store::clock() const { return state_->clock; }

}  // namespace stellwerk::store
