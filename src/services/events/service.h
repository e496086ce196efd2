#pragma once
#include <functional>
#include <map>
#include <string>

#include "base/id_source.h"
#include "base/timestamp.h"
#include "ports/client.h"
#include "ports/event_sink.h"
#include "ports/roles.h"
#include "services/events/rules.h"
#include "store/outbox.h"
#include "store/store.h"

namespace stellwerk::events {

/// Matches events against rules in the transaction that emits them, and delivers to targets from the outbox.
class Events final : public ports::EventSink {
 public:
  Events(const Clock& clock, IdSource& ids, ports::Client& client, ports::Roles& roles)
      : clock_(clock), ids_(ids), client_(client), roles_(roles) {}

  void attend(store::Outbox& outbox);

  void emit(store::Transaction& transaction, const store::Scope& scope, Timestamp now, Event event) override;
  /// An event on any bus; answers its id.
  std::string put_event(store::Transaction& transaction, const BusName& bus, Timestamp now, const std::string& account,
                        const Event& event, Timestamp event_time);

  /// The bus; `default` even before anything about it was stored. ResourceNotFoundException.
  Result<BusRecord> find_bus(store::Transaction& transaction, const BusName& bus);
  /// ResourceNotFoundException.
  Result<RuleRecord> find_rule(store::Transaction& transaction, const BusName& bus, const std::string& rule);

  /// Shows the tags of the bus or rule of that ARN to `change`, and keeps what it makes of them.
  /// Errors: ResourceNotFoundException, ValidationException for another kind of ARN.
  Result<void> change_tags(ports::Call& call, const std::string& arn,
                           const std::function<void(std::map<std::string, std::string>&)>& change);

 private:
  Result<void> deliver(const store::Effect& effect);
  Result<void> invoke(const Delivery& delivery, const Json& event);

  const Clock& clock_;
  IdSource& ids_;
  ports::Client& client_;
  ports::Roles& roles_;
};

}  // namespace stellwerk::events
