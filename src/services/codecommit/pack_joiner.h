#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "services/codecommit/records.h"
#include "services/codecommit/working_copies.h"

namespace stellwerk::codecommit {

/// From so many packs on, those of a repository are joined.
inline constexpr std::size_t kJoinedPacksLeast = 16;

/// Joins the packs of many pushes into one, in the background: the new pack is durable and takes the others' place in
/// one transaction. It works with the data key that the last push opened, and only while the server runs; whatever is
/// lost by that, the next push finds again.
class PackJoiner {
 public:
  PackJoiner(store::Store& store, objects::BlobStore& blobs, WorkingCopies& working_copies);
  /// Breaks off what is being joined.
  ~PackJoiner();

  /// After a push.
  void consider(const store::Scope& scope, const RepositoryRecord& repository, const std::string& data_key);

 private:
  struct Job {
    store::Scope scope;
    RepositoryRecord repository;
    std::string data_key;
  };
  void work();
  Result<void> join(const Job& job);

  store::Store& store_;
  objects::BlobStore& blobs_;
  WorkingCopies& working_copies_;
  const int stop_descriptor_;
  std::mutex mutex_;  // of the three below
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace stellwerk::codecommit
