#include "gateway/run.h"

#include <thread>

#include "gateway/authorise.h"
#include "gateway/stages.h"

namespace stellwerk::gateway {
namespace {

Error interfered(const protocol::ServiceModel& model) {
  const bool is_plain = model.dialect == protocol::Dialect::plain;
  return Error{std::string(model.error_forms.throttled.code),
               is_plain ? "Rate exceeded" : "Please reduce your request rate.",
               model.error_forms.throttled.http_status};
}

}  // namespace

Result<void> run_and_commit(Environment& environment, const Run& run, std::unique_ptr<store::Transaction> transaction,
                            void* response, int depth) {
  std::shared_ptr<void> staged;
  for (int count = 0; count < kConflictRunsLimit; ++count) {
    if (count > 0) {
      ++environment.counters.conflicts;
      std::this_thread::yield();
      transaction = environment.store.begin();
    }
    StagedBodies inner_staged;
    InternalClient client(environment, inner_staged, depth + 1);
    ports::Call call{run.caller, *transaction,    run.now, run.request_id, run.caller.account,
                     run.region, environment.ids, client,  staged};
    TRY(authorise(environment, run.service, run.operation, call, run.request));
    // The bound function assigns the whole response, so a repeated run leaves nothing of the one before.
    TRY(run.operation.run(run.service.service, call, run.request, response));
    const bool is_read = !transaction->has_writes();
    environment.identity->note_use(*transaction, run.caller, run.service.model->endpoint_prefix, run.region, run.now);
    store::CommitOutcome outcome = environment.store.commit(*transaction);
    // A full disk keeps nobody from reading: that a key was used is then not noted.
    if (outcome == store::CommitOutcome::done || (outcome == store::CommitOutcome::refused && is_read)) return {};
    if (outcome == store::CommitOutcome::refused) return store::no_room();
  }
  return interfered(*run.service.model);
}

}  // namespace stellwerk::gateway
