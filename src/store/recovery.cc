#include "store/recovery.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/wal_filter.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <optional>

#include "store/committer.h"
#include "store/database_options.h"
#include "store/directory_check.h"
#include "store/encrypted_files.h"
#include "store/master_key.h"
#include "store/slice.h"

namespace stellwerk::store {
namespace {

constexpr std::string_view kLogEnding = ".log";

Error beyond_recovery(const std::filesystem::path& directory, const std::string& why) {
  return Error{"BeyondRecovery",
               "No database opens from what is left in " + directory.string() + " (" + why + "). Restore a backup",
               500};
}

// One group of commits as the log holds it.
struct LoggedGroup {
  std::uint64_t last_sequence = 0;
  Timestamp time;
  std::map<std::string, std::uint64_t> writes_by_table;
};

class GroupReader final : public rocksdb::WriteBatch::Handler {
 public:
  explicit GroupReader(LoggedGroup& group) : group_(group) {}
  rocksdb::Status PutCF(std::uint32_t, const rocksdb::Slice& key, const rocksdb::Slice&) override { return count(key); }
  rocksdb::Status DeleteCF(std::uint32_t, const rocksdb::Slice& key) override { return count(key); }
  void LogData(const rocksdb::Slice& bytes) override {
    if (bytes.size() == sizeof(std::uint64_t)) group_.time = decode_commit_time(view(bytes));
  }

 private:
  rocksdb::Status count(const rocksdb::Slice& key) {
    std::string_view table = view(key);
    ++group_.writes_by_table[std::string(table.substr(0, table.find('\0')))];
    return rocksdb::Status::OK();
  }

  LoggedGroup& group_;
};

// Sees every group that the database reads from its logs, and changes none.
class GroupCollector final : public rocksdb::WalFilter {
 public:
  const char* Name() const override { return "stellwerk-groups"; }
  WalProcessingOption LogRecordFound(unsigned long long, const std::string&, const rocksdb::WriteBatch& batch,
                                     rocksdb::WriteBatch*, bool*) override {
    LoggedGroup group;
    GroupReader reader(group);
    if (!batch.Iterate(&reader).ok()) return WalProcessingOption::kContinueProcessing;
    group.last_sequence = first_sequence(batch) + batch.Count() - 1;
    groups.push_back(std::move(group));
    return WalProcessingOption::kContinueProcessing;
  }

  std::vector<LoggedGroup> groups;

 private:
  // A batch begins with it, least byte first.
  static std::uint64_t first_sequence(const rocksdb::WriteBatch& batch) {
    std::uint64_t out = 0;
    for (std::size_t i = sizeof out; i > 0; --i) out = out << 8 | static_cast<unsigned char>(batch.Data()[i - 1]);
    return out;
  }
};

struct Recovery {
  const StoreOptions& options;
  std::filesystem::path copy;
  EncryptedFiles files;
  RecoveryReport report;

  explicit Recovery(const StoreOptions& given)
      : options(given),
        copy(given.directory.string() + ".recovered"),
        files(encrypted_files(given.master_key, rocksdb::FileSystem::Default())) {}

  Result<void> make_copy();
  Result<void> mend();
  Result<rocksdb::Status> open_copy();
  void tell_losses(const std::vector<LoggedGroup>& readable);
  std::vector<LoggedGroup> readable_groups();
  bool is_damaged(std::string_view name) const {
    return std::ranges::any_of(report.damages, [&](const Damage& each) { return each.file == name; });
  }
  Result<void> run();
};

Result<void> Recovery::make_copy() {
  std::error_code failed;
  std::filesystem::remove_all(copy, failed);
  std::filesystem::create_directory(copy, options.directory, failed);
  for (auto at = std::filesystem::directory_iterator(options.directory, failed);
       !failed && at != std::filesystem::directory_iterator(); at.increment(failed)) {
    auto name = at->path().filename();
    if (!at->is_regular_file() || name == "LOCK" || name == "RESERVE" || name == kSealName) continue;
    // Nothing that cannot be made anew.
    if (is_damaged(name.string()) && (name == "IDENTITY" || name.string().starts_with("OPTIONS-"))) continue;
    // Tables are never changed once they are whole.
    if (name.extension() == ".sst") std::filesystem::create_hard_link(at->path(), copy / name, failed);
    if (name.extension() != ".sst" || failed) std::filesystem::copy_file(at->path(), copy / name, failed);
    if (failed) break;
  }
  if (failed) return Error{"StoreUnreadable", copy.string() + " cannot be made: " + failed.message(), 500};
  return {};
}

// All that any log still tells, whatever is missing between.
std::vector<LoggedGroup> Recovery::readable_groups() {
  GroupCollector collector;
  rocksdb::Options settings = database_options(*files.environment);
  settings.wal_recovery_mode = rocksdb::WALRecoveryMode::kSkipAnyCorruptedRecords;
  settings.wal_filter = &collector;
  rocksdb::DB* database = nullptr;
  rocksdb::DB::OpenForReadOnly(settings, copy.string(), &database);
  delete database;
  return std::move(collector.groups);
}

// Takes away what cannot be used, so that the database opens with what came before it.
Result<void> Recovery::mend() {
  std::string first_damaged_log;
  bool needs_repair = false;
  std::error_code ignored;
  for (const Damage& damage : report.damages) {
    if (damage.file.ends_with(kLogEnding) && (first_damaged_log.empty() || damage.file < first_damaged_log)) {
      first_damaged_log = damage.file;
    }
    if (damage.file.starts_with("MANIFEST-")) needs_repair = true;
  }
  std::string manifest;
  for (const auto& entry : std::filesystem::directory_iterator(copy, ignored)) {
    std::string name = entry.path().filename().string();
    // What was logged after the damage builds on what is lost.
    bool is_after = !first_damaged_log.empty() && name.ends_with(kLogEnding) && name > first_damaged_log;
    bool has_no_head = name == first_damaged_log && head_of(entry.path(), options.master_key) == FileHead::foreign;
    if (is_after || has_no_head) std::filesystem::remove(entry.path(), ignored);
    if (name.starts_with("MANIFEST-") && !is_damaged(name)) manifest = std::max(manifest, name);
  }
  if (is_damaged("CURRENT") && !manifest.empty()) {
    std::filesystem::remove(copy / "CURRENT", ignored);
    rocksdb::Status status = rocksdb::WriteStringToFile(files.environment.get(), manifest + "\n",
                                                        (copy / "CURRENT").string(), /*should_sync=*/true);
    if (!status.ok()) return beyond_recovery(copy, status.ToString());
  }
  empty_torn_logs(copy);
  if (needs_repair || manifest.empty()) {
    rocksdb::Status status = rocksdb::RepairDB(copy.string(), database_options(*files.environment));
    if (!status.ok()) return beyond_recovery(options.directory, status.ToString());
  }
  return {};
}

Result<rocksdb::Status> Recovery::open_copy() {
  GroupCollector kept;
  rocksdb::Options settings = database_options(*files.environment);
  settings.wal_filter = &kept;
  settings.create_if_missing = false;
  rocksdb::DB* opened = nullptr;
  rocksdb::Status status = rocksdb::DB::Open(settings, copy.string(), &opened);
  std::unique_ptr<rocksdb::DB> database(opened);
  if (!status.ok()) return status;
  report.kept.sequence = database->GetLatestSequenceNumber();
  if (!kept.groups.empty()) report.kept.time = kept.groups.back().time;
  database.reset();
  TRY(Seal::make(copy, report.kept));
  return status;
}

void Recovery::tell_losses(const std::vector<LoggedGroup>& readable) {
  std::uint64_t readable_writes = 0;
  for (const LoggedGroup& group : readable) {
    if (group.last_sequence <= report.kept.sequence) continue;
    for (const auto& [table, writes] : group.writes_by_table) {
      report.lost_by_table[table] += writes;
      readable_writes += writes;
    }
  }
  report.lost_writes = readable_writes;
  if (report.acknowledged.sequence > report.kept.sequence) {
    report.lost_writes = std::max(readable_writes, report.acknowledged.sequence - report.kept.sequence);
  }
}

Result<void> Recovery::run() {
  DirectoryCheck check = check_directory(options.directory, options.master_key, *files.environment);
  if (check.is_of_another_key) return beyond_recovery(options.directory, "it was written with another master key");
  report.damages = std::move(check.damages);
  if (auto seal = Seal::read(options.directory); seal && *seal) report.acknowledged = (*seal)->acknowledged;
  if (check.is_new) return {};
  TRY(make_copy());
  std::vector<LoggedGroup> readable = readable_groups();
  TRY(mend());
  rocksdb::Status status = TRY(open_copy());
  if (!status.ok()) {
    report.damages.push_back({"a file", "cannot be used: " + status.ToString()});
    status = rocksdb::RepairDB(copy.string(), database_options(*files.environment));
    if (status.ok()) status = TRY(open_copy());
  }
  if (!status.ok()) return beyond_recovery(options.directory, status.ToString());
  tell_losses(readable);
  return {};
}

// Nobody else may use the directory meanwhile.
Result<RecoveryReport> locked_recovery(const StoreOptions& options,
                                       const std::function<Result<void>(Recovery&)>& finish) {
  if (options.master_key.size() != kMasterKeyBytes || !std::filesystem::is_directory(options.directory)) {
    return Error{"StoreUnreadable", options.directory.string() + " is no data directory", 500};
  }
  Recovery recovery(options);
  rocksdb::Env& environment = *recovery.files.environment;
  rocksdb::FileLock* lock = nullptr;
  if (!environment.LockFile((options.directory / "LOCK").string(), &lock).ok()) {
    return Error{"StoreLocked", options.directory.string() + " is in use. Stop the server first", 500};
  }
  auto done = recovery.run();
  if (done) done = finish(recovery);
  environment.UnlockFile(lock);
  std::error_code ignored;
  std::filesystem::remove_all(recovery.copy, ignored);
  if (!done) return std::move(done).error();
  return std::move(recovery.report);
}

}  // namespace

Result<RecoveryReport> examine(const StoreOptions& options) {
  return locked_recovery(options, [](Recovery&) -> Result<void> { return {}; });
}

Result<RecoveryReport> recover(const StoreOptions& options, Timestamp now) {
  return locked_recovery(options, [&](Recovery& recovery) -> Result<void> {
    if (recovery.report.damages.empty()) return {};
    const std::filesystem::path aside = options.directory.string() + ".damaged-" + std::to_string(now.milliseconds);
    std::error_code failed;
    // What others keep in the directory moves along.
    for (auto at = std::filesystem::directory_iterator(options.directory, failed);
         !failed && at != std::filesystem::directory_iterator(); at.increment(failed)) {
      if (at->is_directory()) std::filesystem::rename(at->path(), recovery.copy / at->path().filename(), failed);
      if (failed) break;
    }
    if (!failed) std::filesystem::rename(options.directory, aside, failed);
    if (!failed) std::filesystem::rename(recovery.copy, options.directory, failed);
    if (failed) return Error{"StoreUnreadable", "The recovered copy cannot be put in place: " + failed.message(), 500};
    recovery.report.set_aside = aside;
    return {};
  });
}

}  // namespace stellwerk::store
