#pragma once
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/commit_log.h"
#include "store/transaction.h"

namespace rocksdb {
class DB;
class Snapshot;
}  // namespace rocksdb

namespace stellwerk::store {

/// Of values that a transaction holds because it read them, all together.
inline constexpr std::size_t kHeldReadsLimitBytes = 1024 * 1024;

/// Values read before, which the snapshot would only answer again: a call reads its bucket or its user several times.
class HeldReads {
 public:
  /// A null pointer: not held. An empty optional: there is no such key.
  const std::optional<std::string>* find(std::string_view key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
  }
  void hold(std::string_view key, const std::optional<std::string>& value) {
    const std::size_t bytes = key.size() + (value ? value->size() : 0);
    if (bytes > kHeldReadsLimitBytes - bytes_) return;
    bytes_ += bytes;
    values_.emplace(key, value);
  }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, std::optional<std::string>, Hash, std::equal_to<>> values_;
  std::size_t bytes_ = 0;
};

struct Transaction::State {
  State(rocksdb::DB& database_, CommitLog& log_) : database(database_), log(log_) {}
  ~State() { finish(); }
  State(const State&) = delete;

  /// The snapshot is taken at the first read: a transaction that only writes needs none.
  const rocksdb::Snapshot* reading_snapshot();
  /// Gives the snapshot back. After the commit, whatever came of it, nothing may be read any more.
  void finish();

  rocksdb::DB& database;
  CommitLog& log;
  std::optional<CommitLog::Version> read_version;
  const rocksdb::Snapshot* snapshot = nullptr;
  bool finished = false;

  ReadSet reads;
  HeldReads held;
  std::map<std::string, std::optional<std::string>, std::less<>> writes;  // nothing: erased
  std::vector<Effect> effects;
  std::vector<std::string> told;
};

}  // namespace stellwerk::store
