#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/commit_log.h"
#include "store/transaction.h"

namespace rocksdb {
class DB;
class Snapshot;
}  // namespace rocksdb

namespace stellwerk::store {

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
  std::map<std::string, std::optional<std::string>, std::less<>> writes;  // nothing: erased
  std::vector<Effect> effects;
  std::vector<std::string> told;
};

}  // namespace stellwerk::store
