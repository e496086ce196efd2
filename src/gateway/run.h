#pragma once
#include <functional>
#include <memory>

#include "auth/caller.h"
#include "base/result.h"
#include "gateway/carry_out.h"
#include "gateway/environment.h"
#include "gateway/internal_client.h"
#include "ports/service.h"

namespace stellwerk::gateway {

/// One call, wherever it came from.
struct Run {
  Target target;
  const auth::Caller& caller;
  std::string region;
  std::string request_id;
  Timestamp now;
  const void* request;
  bool is_admitted = false;  // a request that has its place among those that run
};

/// Authorises and carries out, commits, and does so again on a fresh transaction while other commits
/// interfere. `transaction`: to begin with. `response`, of the operation's own type and empty, is filled on
/// success. An operation that waits (ports::Call::wait_for) is run again when what it waits for was told, or its time
/// is up. Errors: the operation's; the protocol's throttling error after kConflictRunsLimit runs in a row that others
/// interfered with, or when too many wait.
Result<void> run_and_commit(Environment& environment, const Run& run, std::unique_ptr<store::Transaction> transaction,
                            void* response, int depth = 0);

}  // namespace stellwerk::gateway
