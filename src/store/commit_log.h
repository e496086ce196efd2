#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace stellwerk::store {

/// What a transaction read: keys (found or not), and ranges as far as its scans went.
struct ReadSet {
  struct Range {
    std::string first;
    std::string end;  // not within; "" is the end of the database
  };
  std::unordered_set<std::string> keys;
  std::vector<Range> ranges;
  bool empty() const { return keys.empty() && ranges.empty(); }
};

/// How many written keys are remembered for transactions that still run. A transaction so old that the log
/// no longer reaches back to its start counts as in conflict.
inline constexpr std::size_t kCommitLogLimitKeys = 200'000;

/// Which keys the latest commits wrote, for as long as a transaction runs that may have read them before.
class CommitLog {
 public:
  using Version = std::uint64_t;  // of a commit, counted from 1

  /// The latest published commit; it and later ones stay remembered until `end_reading`.
  Version begin_reading();
  void end_reading(Version version);

  // The rest is for one thread at a time, the one that commits.

  /// Whether a commit after `since` wrote something that was read.
  bool touched_since(Version since, const ReadSet& reads) const;
  Version next_version() const { return latest_ + 1; }
  void add(Version version, std::string_view key);
  /// Ends a group of commits: transactions that begin from now on see them.
  void publish();

 private:
  using Writes = std::map<std::string, Version, std::less<>>;

  void trim(Version reached);

  Writes latest_write_;                                        // key → its latest commit
  std::deque<std::pair<Version, Writes::iterator>> in_order_;  // the same, oldest first
  Version latest_ = 0;                                         // added
  Version forgotten_ = 0;                                      // no write up to here need be known any more

  std::mutex mutex_;  // of the two below
  Version published_ = 0;
  std::multiset<Version> reading_;
};

}  // namespace stellwerk::store
