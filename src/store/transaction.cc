#include "store/transaction.h"

#include <rocksdb/db.h>

#include "base/assert.h"
#include "base/log.h"
#include "store/damaged_read.h"
#include "store/slice.h"
#include "store/transaction_state.h"

namespace stellwerk::store {
namespace {

// The first key after all keys with this prefix; "" if there is none.
std::string end_of(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xFF') end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

std::string just_after(std::string_view key) { return std::string(key) + '\0'; }

void check_read(const rocksdb::Status& status) {
  if (status.ok()) return;
  log::error("A read of the data directory failed (" + status.ToString() +
             "). What lies there cannot be used, the rest goes on. Check the disk; restore a backup");
  throw DamagedRead(status.ToString());
}

// The database's keys and the transaction's own writes as one ordered sequence.
template <class Writes>
class MergedCursor {
 public:
  MergedCursor(rocksdb::Iterator& stored, const Writes& own, std::string_view first, std::string_view end, bool reverse)
      : stored_(stored), own_(own), end_(end), first_(first), reverse_(reverse) {
    if (reverse) {
      stored_.SeekToLast();
      own_at_ = end.empty() ? own_.end() : own_.lower_bound(end);
      step_own_back();
    } else {
      stored_.Seek(slice(first));
      own_at_ = own_.lower_bound(first);
    }
    settle();
  }

  bool valid() const { return on_own_ || stored_.Valid(); }
  std::string_view key() const { return on_own_ ? std::string_view(own_at_->first) : view(stored_.key()); }
  std::string_view value() const { return on_own_ ? std::string_view(*own_at_->second) : view(stored_.value()); }

  // `key` is where it stands. The own writes are looked up anew, as the visitor may have added some.
  void next(std::string_view key) {
    if (!on_own_) step_stored();
    own_at_ = reverse_ ? own_.lower_bound(key) : own_.upper_bound(key);
    if (reverse_) step_own_back();
    settle();
  }

 private:
  bool own_valid() const {
    if (own_at_ == own_.end()) return false;
    return reverse_ ? own_at_->first >= first_ : end_.empty() || own_at_->first < end_;
  }
  void step_own_back() { own_at_ = own_at_ == own_.begin() ? own_.end() : std::prev(own_at_); }
  void step_own() {
    if (reverse_) {
      step_own_back();
    } else {
      ++own_at_;
    }
  }
  void step_stored() {
    if (reverse_) {
      stored_.Prev();
    } else {
      stored_.Next();
    }
  }

  // Chooses between both sides: an own write hides what is stored, an own erasure hides both.
  void settle() {
    while (true) {
      on_own_ = false;
      if (!own_valid()) return;
      if (stored_.Valid()) {
        int order = own_at_->first.compare(view(stored_.key()));
        if (order == 0) {
          step_stored();
          continue;
        }
        if (reverse_ ? order < 0 : order > 0) return;
      }
      on_own_ = true;
      if (own_at_->second) return;
      step_own();
    }
  }

  rocksdb::Iterator& stored_;
  const Writes& own_;
  typename Writes::const_iterator own_at_;
  std::string_view end_;
  std::string_view first_;
  bool reverse_;
  bool on_own_ = false;
};

}  // namespace

const rocksdb::Snapshot* Transaction::State::reading_snapshot() {
  STELLWERK_ASSERT(!finished);
  if (!read_version) {
    // In this order the snapshot may show a commit later than read_version: a needless conflict at worst.
    read_version = log.begin_reading();
    snapshot = database.GetSnapshot();
  }
  return snapshot;
}

void Transaction::State::finish() {
  finished = true;
  if (snapshot != nullptr) database.ReleaseSnapshot(snapshot);
  if (read_version) log.end_reading(*read_version);
  snapshot = nullptr;
  read_version.reset();
}

Transaction::Transaction(std::unique_ptr<State> state) : state_(std::move(state)) {}
Transaction::~Transaction() = default;

std::optional<std::string> Transaction::get(std::string_view key) {
  if (auto own = state_->writes.find(key); own != state_->writes.end()) return own->second;
  if (const auto* held = state_->held.find(key)) {
    STELLWERK_ASSERT(!state_->finished);
    return *held;
  }
  rocksdb::ReadOptions options;
  options.snapshot = state_->reading_snapshot();
  state_->reads.keys.emplace(key);
  std::optional<std::string> value(std::in_place);
  rocksdb::Status status = state_->database.Get(options, slice(key), &*value);
  if (status.IsNotFound()) {
    value.reset();
  } else {
    check_read(status);
  }
  state_->held.hold(key, value);
  return value;
}

void Transaction::put(std::string_view key, std::string_view value) {
  STELLWERK_ASSERT(!state_->finished);
  state_->writes.insert_or_assign(std::string(key), std::string(value));
}

void Transaction::erase(std::string_view key) {
  STELLWERK_ASSERT(!state_->finished);
  state_->writes.insert_or_assign(std::string(key), std::nullopt);
}

void Transaction::scan(std::string_view prefix, std::string_view start, bool reverse,
                       const std::function<bool(std::string_view key, std::string_view value)>& visit) {
  std::string first(prefix);
  std::string end = end_of(prefix);
  if (!start.empty()) {
    if (!reverse && start > first) first = start;
    if (reverse && (end.empty() || start < end)) end = just_after(start);
  }
  if (!end.empty() && first >= end) return;

  rocksdb::ReadOptions options;
  options.snapshot = state_->reading_snapshot();
  rocksdb::Slice lower = slice(first);
  rocksdb::Slice upper = slice(end);
  options.iterate_lower_bound = &lower;
  if (!end.empty()) options.iterate_upper_bound = &upper;
  std::unique_ptr<rocksdb::Iterator> stored(state_->database.NewIterator(options));

  ReadSet::Range range{first, end};
  std::string key;
  for (MergedCursor cursor(*stored, state_->writes, first, end, reverse); cursor.valid(); cursor.next(key)) {
    key = cursor.key();
    if (visit(key, cursor.value())) continue;
    if (reverse) {
      range.first = key;
    } else {
      range.end = just_after(key);
    }
    break;
  }
  check_read(stored->status());
  state_->reads.ranges.push_back(std::move(range));
}

void Transaction::after(std::string topic, std::string payload, Timestamp due) {
  STELLWERK_ASSERT(!state_->finished && !topic.empty());
  state_->effects.push_back({"", std::move(topic), std::move(payload), due});
}

void Transaction::tell(std::string key) { state_->told.push_back(std::move(key)); }

bool Transaction::has_writes() const { return !state_->writes.empty() || !state_->effects.empty(); }

}  // namespace stellwerk::store
