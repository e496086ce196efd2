#include "gateway/run.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "gateway/carry_out.h"
#include "gateway/stages.h"

namespace stellwerk::gateway {
namespace {

Error interfered(const protocol::ServiceModel& model) {
  const bool is_plain = model.dialect == protocol::Dialect::plain;
  return Error{std::string(model.error_forms.throttled.code),
               is_plain ? "Rate exceeded" : "Please reduce your request rate.",
               model.error_forms.throttled.http_status};
}

/// What lasts from one run of a call to the next.
struct Attempts {
  void* response;
  int depth;
  std::shared_ptr<void> staged = {};
  std::chrono::milliseconds waited{0};
  std::optional<ports::Pending> pending = {};
};

Result<store::CommitOutcome> run_once(Environment& environment, const Run& run, store::Transaction& transaction,
                                      Attempts& attempts) {
  StagedBodies inner_staged;
  InternalClient client(environment, inner_staged, attempts.depth + 1);
  ports::Call call{.caller = run.caller,
                   .transaction = transaction,
                   .now = run.now,
                   .request_id = run.request_id,
                   .account = run.caller.account,
                   .region = run.region,
                   .ids = environment.ids,
                   .client = client,
                   .staged = attempts.staged,
                   .waited = attempts.waited,
                   .pending = &attempts.pending};
  attempts.pending.reset();
  const bool has_writes = TRY(carry_out(environment, run.target, call, run.request, attempts.response));
  attempts.pending.reset();  // of an inner call, which the operation did without
  store::CommitOutcome outcome = environment.store.commit(transaction);
  // A full disk keeps nobody from reading: what witnesses write of it is then lost.
  return outcome == store::CommitOutcome::refused && !has_writes ? store::CommitOutcome::done : outcome;
}

/// A call that waits; a request's place among those that run is free meanwhile.
class Aside {
 public:
  Aside(Counters& counters, bool has_place) : counters_(counters), has_place_(has_place) {
    ++counters_.waiting;
    if (has_place_) --counters_.running;
  }
  ~Aside() {
    if (has_place_) ++counters_.running;
    --counters_.waiting;
  }
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

 private:
  Counters& counters_;
  const bool has_place_;
};

Result<void> run_until_committed(Environment& environment, const Run& run,
                                 std::unique_ptr<store::Transaction> transaction, void* response, int depth) {
  NoticeBoard& notices = environment.store.notices();
  const auto began = std::chrono::steady_clock::now();
  Attempts attempts{response, depth};
  // From before the transaction, so that nothing told since is missed. Not known of the first one: begun elsewhere.
  std::optional<NoticeBoard::Moment> since;
  for (int conflicts = 0; conflicts < kConflictRunsLimit;) {
    if (!transaction) {
      since = notices.now();
      transaction = environment.store.begin();
    }
    auto outcome = run_once(environment, run, *transaction, attempts);
    transaction.reset();
    if (!outcome && attempts.pending && attempts.waited < kWaitLimit) {
      if (environment.counters.waiting >= kWaitingCallsLimit) return interfered(*run.target.service.model);
      if (since) {
        Aside aside(environment.counters, run.is_admitted);
        auto longest = std::min<std::chrono::milliseconds>(attempts.pending->longest, kWaitLimit);
        notices.wait(attempts.pending->keys, *since, deadline_after(longest));
      }
      auto waited = std::chrono::steady_clock::now() - began;
      attempts.waited = std::chrono::ceil<std::chrono::milliseconds>(waited);
      conflicts = 0;
      continue;
    }
    if (!outcome) return std::move(outcome).error();
    if (*outcome == store::CommitOutcome::done) return {};
    if (*outcome == store::CommitOutcome::refused) return store::no_room();
    ++conflicts;
    ++environment.counters.conflicts;
    std::this_thread::yield();
  }
  return interfered(*run.target.service.model);
}

}  // namespace

Result<void> run_and_commit(Environment& environment, const Run& run, std::unique_ptr<store::Transaction> transaction,
                            void* response, int depth) {
  const auto began = std::chrono::steady_clock::now();
  auto done = run_until_committed(environment, run, std::move(transaction), response, depth);
  const Error* error = done ? nullptr : &done.error();
  environment.operation_counts.note(run.target.operation, error, std::chrono::steady_clock::now() - began);
  if (error) tell_witnesses_apart(environment, carried(run.target, run.caller, run.region, run.now, error));
  return done;
}

}  // namespace stellwerk::gateway
