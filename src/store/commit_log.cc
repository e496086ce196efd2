#include "store/commit_log.h"

#include <algorithm>

#include "base/assert.h"

namespace stellwerk::store {

CommitLog::Version CommitLog::begin_reading() {
  std::lock_guard lock(mutex_);
  reading_.insert(published_);
  return published_;
}

void CommitLog::end_reading(Version version) {
  std::lock_guard lock(mutex_);
  auto found = reading_.find(version);
  STELLWERK_ASSERT(found != reading_.end());
  reading_.erase(found);
}

bool CommitLog::touched_since(Version since, const ReadSet& reads) const {
  if (reads.empty() || since == latest_) return false;
  if (since < forgotten_) return true;
  for (const std::string& key : reads.keys) {
    auto found = latest_write_.find(key);
    if (found != latest_write_.end() && found->second > since) return true;
  }
  for (const ReadSet::Range& range : reads.ranges) {
    auto end = range.end.empty() ? latest_write_.end() : latest_write_.lower_bound(range.end);
    for (auto at = latest_write_.lower_bound(range.first); at != end; ++at) {
      if (at->second > since) return true;
    }
  }
  return false;
}

void CommitLog::add(Version version, std::string_view key) {
  STELLWERK_ASSERT(version == latest_ || version == latest_ + 1);
  latest_ = version;
  auto found = latest_write_.lower_bound(key);
  if (found != latest_write_.end() && found->first == key) {
    if (found->second == version) return;
    found->second = version;
  } else {
    found = latest_write_.emplace_hint(found, key, version);
  }
  in_order_.emplace_back(version, found);
}

void CommitLog::publish() {
  Version reached;
  {
    std::lock_guard lock(mutex_);
    published_ = latest_;
    reached = reading_.empty() ? published_ : *reading_.begin();
  }
  trim(reached);
}

void CommitLog::trim(Version reached) {
  while (!in_order_.empty() && (in_order_.front().first <= reached || in_order_.size() > kCommitLogLimitKeys)) {
    auto [version, entry] = in_order_.front();
    forgotten_ = std::max(forgotten_, version);
    if (entry->second == version) latest_write_.erase(entry);  // else a later commit wrote it again
    in_order_.pop_front();
  }
}

}  // namespace stellwerk::store
