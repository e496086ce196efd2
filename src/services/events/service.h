#pragma once
#include <map>
#include <optional>
#include <string>

#include "aws/event_pattern.h"
#include "base/id_source.h"
#include "base/timestamp.h"
#include "ports/client.h"
#include "ports/event_sink.h"
#include "ports/principals.h"
#include "ports/roles.h"
#include "services/events/rules.h"
#include "store/outbox.h"
#include "store/store.h"

namespace stellwerk::events {

/// Matches events against rules in the transaction that emits them, and delivers to targets from the outbox.
class Events final : public ports::EventSink {
 public:
  Events(const Clock& clock, IdSource& ids, ports::Client& client, ports::Roles& roles, ports::Principals& principals)
      : clock_(clock), ids_(ids), client_(client), roles_(roles), principals_(principals) {}

  void attend(store::Outbox& outbox);
  ports::Principals& principals() { return principals_; }

  void emit(store::Transaction& transaction, const store::Scope& scope, Timestamp now, Event event) override;
  /// An event on any bus; answers its id.
  std::string put_event(store::Transaction& transaction, const BusName& bus, Timestamp now, const std::string& account,
                        const Event& event, Timestamp event_time);

  /// The bus; `default` even before anything about it was stored. ResourceNotFoundException.
  Result<BusRecord> find_bus(store::Transaction& transaction, const BusName& bus);
  /// ResourceNotFoundException.
  Result<RuleRecord> find_rule(store::Transaction& transaction, const BusName& bus, const std::string& rule);

  /// A bus or rule with its tags.
  struct Tagged {
    BusName bus;
    std::optional<RuleRecord> rule;
    std::map<std::string, std::string> tags;
  };
  /// What `arn` names. Errors: ResourceNotFoundException, ValidationException for another kind of ARN.
  Result<Tagged> find_tagged(store::Transaction& transaction, const store::Scope& scope, const std::string& arn);
  /// Keeps `tagged.tags`.
  Result<void> set_tags(store::Transaction& transaction, Tagged tagged);

 private:
  Result<void> deliver(const store::Effect& effect);
  Result<void> invoke(const Delivery& delivery, const Json& event);

  const Clock& clock_;
  IdSource& ids_;
  ports::Client& client_;
  ports::Roles& roles_;
  ports::Principals& principals_;
  aws::EventPatternCache patterns_;
};

}  // namespace stellwerk::events
