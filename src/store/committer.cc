#include "store/committer.h"

#include <rocksdb/db.h>

#include <algorithm>
#include <cstdlib>

#include "base/assert.h"
#include "base/log.h"
#include "store/key.h"
#include "store/record.h"
#include "store/slice.h"

namespace stellwerk::store {
namespace {

void check_write(const rocksdb::Status& status) {
  if (!status.ok()) storage_failed(status.ToString());
}

bool frees_space(const Transaction::State& transaction) {
  return std::ranges::any_of(transaction.writes, [](const auto& write) { return !write.second; });
}

std::size_t size_of(const Transaction::State& transaction) {
  std::size_t bytes = 0;
  for (const auto& [key, value] : transaction.writes) bytes += key.size() + (value ? value->size() : 0);
  for (const Effect& effect : transaction.effects) bytes += effect.payload.size();
  return bytes;
}

struct EffectRecord {
  std::string payload;
  std::int64_t attempt = 0;
  static void fields(auto& record, auto& visit) {
    visit(1, record.payload);
    visit(2, record.attempt);
  }
};

}  // namespace

void storage_failed(std::string_view reason) {
  log::error("The data directory refused a write (" + std::string(reason) +
             "). Stopping, so that nothing is acknowledged that is not on the disk. Check the disk and its free "
             "space, then start again");
  std::_Exit(kExitStorageFailed);
}

std::string encode_commit_time(Timestamp time) { return ordered(static_cast<std::uint64_t>(time.milliseconds)); }

Timestamp decode_commit_time(std::string_view bytes) { return {static_cast<std::int64_t>(from_ordered(bytes))}; }

std::string effect_key(const Effect& effect) {
  auto due = static_cast<std::uint64_t>(std::max<std::int64_t>(effect.due.milliseconds, 0));
  return encode_key(kOutboxTable, Scope{}, {effect.topic, ordered(due), effect.id});
}

std::string encode_effect(const Effect& effect) { return encode_record(EffectRecord{effect.payload, effect.attempt}); }

Effect decode_effect(std::string_view key, std::string_view value) {
  std::vector<std::string> parts = decode_key_parts(key);
  STELLWERK_ASSERT(parts.size() == 3);
  auto record = decode_record<EffectRecord>(value);
  return {parts[2],
          parts[0],
          std::move(record.payload),
          {static_cast<std::int64_t>(from_ordered(parts[1]))},
          static_cast<int>(record.attempt)};
}

// Each effect takes at least one of the database's sequence numbers, which survive; so counting on from the
// last one never gives an id twice.
Committer::Committer(rocksdb::DB& database, Seal& seal, Reserve& reserve, BackgroundFaults& faults, CommitLog& log,
                     const Clock& clock)
    : database_(database),
      seal_(seal),
      reserve_(reserve),
      faults_(faults),
      log_(log),
      clock_(clock),
      next_effect_(database.GetLatestSequenceNumber() + 1) {}

CommitOutcome Committer::commit(Transaction::State& transaction, bool durable) {
  Waiting self{transaction, durable};
  std::unique_lock lock(mutex_);
  queue_.push_back(&self);
  if (somebody_leads_) {
    lock.unlock();
    self.parking.wait_until(kNoDeadline);
    if (self.finished) return self.outcome;
    lock.lock();
  }
  somebody_leads_ = true;
  std::vector<Waiting*> group = take_group();
  lock.unlock();
  commit_group(group);
  hand_on();
  for (Waiting* waiting : group) {
    if (waiting == &self) continue;
    waiting->finished = true;
    waiting->parking.wake();  // after which it may be gone
  }
  return self.outcome;
}

void Committer::hand_on() {
  std::lock_guard lock(mutex_);
  somebody_leads_ = !queue_.empty();
  if (somebody_leads_) queue_.front()->parking.wake();
}

std::vector<Committer::Waiting*> Committer::take_group() {
  std::vector<Waiting*> group;
  std::size_t bytes = 0;
  while (!queue_.empty() && bytes < kGroupLimitBytes) {
    bytes += size_of(queue_.front()->transaction);
    group.push_back(queue_.front());
    queue_.pop_front();
  }
  return group;
}

void Committer::commit_group(const std::vector<Waiting*>& group) {
  rocksdb::WriteBatch batch;
  rocksdb::WriteOptions options;
  const Room room = reserve_.room();
  for (Waiting* waiting : group) {
    Transaction::State& transaction = waiting->transaction;
    if (transaction.read_version && log_.touched_since(*transaction.read_version, transaction.reads)) continue;
    if (room == Room::none || (room == Room::scarce && !frees_space(transaction))) {
      waiting->outcome = CommitOutcome::refused;
      continue;
    }
    add_writes(transaction, batch);
    options.sync |= waiting->durable;
    waiting->outcome = CommitOutcome::done;
  }
  if (batch.Count() > 0 && !write(batch, options)) {
    for (Waiting* waiting : group) {
      if (waiting->outcome == CommitOutcome::done) waiting->outcome = CommitOutcome::refused;
    }
  }
  log_.publish();
}

bool Committer::write(rocksdb::WriteBatch& batch, const rocksdb::WriteOptions& options) {
  if (is_stopped_ && !resume()) return false;
  if (faults_.take_damage()) stop_merging();
  const Timestamp now = clock_.now();
  const std::uint64_t before = database_.GetLatestSequenceNumber();
  check_write(batch.PutLogData(slice(encode_commit_time(now))));
  seal_.expect({before + batch.Count(), now});
  rocksdb::Status status = database_.Write(options, &batch);
  if (status.ok()) return true;
  if (!status.IsNoSpace()) storage_failed(status.ToString());
  seal_.expect({before, now});
  is_stopped_ = true;
  log::error("The disk is full (" + status.ToString() + "). Reads go on; writes are refused until there is room");
  return false;
}

void Committer::stop_merging() {
  rocksdb::Status status = database_.SetOptions({{"disable_auto_compactions", "true"}});
  log::error(status.ok() ? "A table is damaged. Until the next start tables are no longer merged; all else goes on"
                         : "Tables cannot be kept from merging: " + status.ToString());
}

// What the disk did not take whole stands in the midst of the log, so the database has to begin another one. It does
// so with a flush, and it only flushes if there is something to flush.
bool Committer::begin_another_log() {
  rocksdb::WriteOptions beside_the_log;
  beside_the_log.disableWAL = true;
  if (!database_.Delete(beside_the_log, "store.another-log").ok()) return false;
  return database_.Flush(rocksdb::FlushOptions()).ok();
}

bool Committer::resume() {
  if (!database_.Resume().ok()) return false;
  // The first flush may stumble over the log that failed, which the second resumption then gives up.
  if (!begin_another_log() && !database_.Resume().ok()) return false;
  is_stopped_ = false;
  log::info("There is room on the disk again: writes go on");
  return true;
}

void Committer::add_writes(Transaction::State& transaction, rocksdb::WriteBatch& batch) {
  CommitLog::Version version = log_.next_version();
  for (const auto& [key, value] : transaction.writes) {
    check_write(value ? batch.Put(slice(key), slice(*value)) : batch.Delete(slice(key)));
    log_.add(version, key);
  }
  for (Effect& effect : transaction.effects) {
    if (effect.id.empty()) effect.id = ordered(next_effect_++);
    if (effect.due == Timestamp{}) effect.due = clock_.now();
    check_write(batch.Put(slice(effect_key(effect)), slice(encode_effect(effect))));
  }
}

}  // namespace stellwerk::store
