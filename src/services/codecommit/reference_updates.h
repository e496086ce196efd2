#pragma once
#include <string>

#include "base/result.h"
#include "ports/identity.h"
#include "services/codecommit/records.h"

namespace stellwerk::codecommit {

/// A reference from one object to another; git::kZeroId stands for its absence.
struct ReferenceUpdate {
  std::string name;  // "refs/heads/main"
  std::string old_id;
  std::string new_id;
};

struct Actor {
  std::string arn;
  Timestamp now;
};

/// Moves a reference if it stands where `old_id` says, and tells EventBridge. The repository's record is changed and
/// stored: its date, and its default branch if it had none. Error ReferenceRejected (400) with a text for git's user.
/// Source: https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
Result<void> apply(store::Transaction& transaction, const store::Scope& scope, RepositoryRecord& repository,
                   const ReferenceUpdate& update, const Actor& actor, ports::EventSink& events);

/// Adds a pack to a repository; the caller stores the record afterwards (apply does).
void add_pack(store::Transaction& transaction, const store::Scope& scope, RepositoryRecord& repository,
              const PackRecord& pack);

}  // namespace stellwerk::codecommit
