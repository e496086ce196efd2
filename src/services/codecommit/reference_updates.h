#pragma once
#include <string>

#include "base/result.h"
#include "dataplane/git/reference_rules.h"
#include "ports/event_sink.h"
#include "services/codecommit/records.h"

namespace stellwerk::codecommit {

/// A reference from one object to another; git::kZeroId stands for its absence.
struct ReferenceUpdate {
  std::string name;  // "refs/heads/main"
  std::string old_id;
  std::string new_id;

  bool is_deletion() const { return new_id == git::kZeroId; }
};

struct Actor {
  std::string arn;
  Timestamp now;
};

/// Moves references of one repository within a transaction.
class ReferenceUpdates {
 public:
  ReferenceUpdates(store::Transaction& transaction, const store::Scope& scope, RepositoryRecord& repository,
                   const Actor& actor, ports::EventSink& events);

  /// Moves a reference if its name is good, it stands where `old_id` says, and no other reference lies in its way;
  /// tells EventBridge. That the object is there and of the right kind is the caller's affair. The repository's record
  /// is changed and stored: its date, and its default branch if it had none. Error ReferenceRejected (400) with a text
  /// for git's user.
  /// Source: https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
  Result<void> apply(const ReferenceUpdate& update);

 private:
  store::Transaction& transaction_;
  const store::Scope& scope_;
  RepositoryRecord& repository_;
  const Actor& actor_;
  ports::EventSink& events_;
  git::References references_;
};

/// Adds a pack to a repository; the caller stores the record afterwards (apply does).
void add_pack(store::Transaction& transaction, const store::Scope& scope, RepositoryRecord& repository,
              const PackRecord& pack);

}  // namespace stellwerk::codecommit
