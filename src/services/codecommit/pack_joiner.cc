#include "services/codecommit/pack_joiner.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "base/log.h"
#include "services/codecommit/reference_updates.h"

namespace stellwerk::codecommit {
namespace {

struct NumberedPack {
  std::string number;  // its key
  PackRecord record;
};

std::vector<NumberedPack> packs_of(store::Transaction& transaction, const store::Scope& scope,
                                   const std::string& repository_id) {
  std::vector<NumberedPack> packs;
  kPacks.scan(transaction, scope, {repository_id},
              [&](const std::vector<std::string>& parts, const PackRecord& record) {
                packs.push_back({parts[1], record});
                return true;
              });
  return packs;
}

// The smaller packs, as long as the next one is not yet as large as all of them together twice: so each byte is
// written again only a few times while a repository grows.
std::vector<NumberedPack> to_be_joined(std::vector<NumberedPack> packs) {
  if (packs.size() < kJoinedPacksLeast) return {};
  std::ranges::sort(packs, {}, [](const NumberedPack& pack) { return pack.record.blob.size_bytes; });
  std::int64_t total_bytes = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < packs.size(); ++i) {
    if (i < 2 || packs[i].record.blob.size_bytes < 2 * total_bytes) count = i + 1;
    total_bytes += packs[i].record.blob.size_bytes;
  }
  packs.resize(count);
  return packs;
}

}  // namespace

PackJoiner::PackJoiner(store::Store& store, objects::BlobStore& blobs, WorkingCopies& working_copies)
    : store_(store),
      blobs_(blobs),
      working_copies_(working_copies),
      stop_descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      thread_([this] { work(); }) {}

PackJoiner::~PackJoiner() {
  {
    std::lock_guard guard(mutex_);
    is_stopping_ = true;
  }
  eventfd_write(stop_descriptor_, 1);
  changed_.notify_all();
  thread_.join();
  ::close(stop_descriptor_);
}

void PackJoiner::consider(const store::Scope& scope, const RepositoryRecord& repository, const std::string& data_key) {
  std::lock_guard guard(mutex_);
  bool is_waiting = std::ranges::any_of(jobs_, [&](const Job& job) { return job.repository.id == repository.id; });
  if (is_waiting || is_stopping_) return;
  jobs_.push_back({scope, repository, data_key});
  changed_.notify_one();
}

void PackJoiner::work() {
  while (true) {
    std::optional<Job> job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return is_stopping_ || !jobs_.empty(); });
      if (is_stopping_) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    if (auto joined = join(*job); !joined) {
      log::warning("packs of " + job->repository.name + " were not joined: " + joined.error().message);
    }
  }
}

Result<void> PackJoiner::join(const Job& job) {
  const std::string& id = job.repository.id;
  auto old = to_be_joined(packs_of(*store_.begin(), job.scope, id));
  if (old.empty()) return {};
  auto bare = TRY(working_copies_.open(job.scope, job.repository, job.data_key));
  git::IncomingPack pack = TRY(working_copies_.incoming());
  std::vector<std::string> names;
  for (const NumberedPack& one : old) names.push_back(one.record.name);
  TRY(pack.join(bare, names, stop_descriptor_));
  auto bytes = TRY(pack.open());
  objects::StagedBlob staged = TRY(blobs_.stage(*bytes, {.sealing_key = job.data_key}));
  TRY(pack.release(bare));
  TRY(store_.run([&](store::Transaction& transaction) -> Result<void> {
    auto repository = kRepositories.get(transaction, job.scope, {job.repository.name});
    if (!repository || repository->id != id) return Error{"Gone", "the repository was renamed or deleted", 400};
    for (const NumberedPack& one : old) {
      if (!kPacks.get(transaction, job.scope, {id, one.number})) return Error{"Gone", "a pack went meanwhile", 400};
      kPacks.erase(transaction, job.scope, {id, one.number});
      blobs_.erase(transaction, one.record.blob);
    }
    add_pack(transaction, job.scope, *repository, {pack.name(), blobs_.commit(transaction, staged)});
    kRepositories.put(transaction, job.scope, {repository->name}, *repository);
    return {};
  }));
  std::erase(names, pack.name());
  working_copies_.remove_packs(id, names);
  return {};
}

}  // namespace stellwerk::codecommit
