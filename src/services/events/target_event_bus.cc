#include "api/events.h"
#include "services/events/target_kind.h"

namespace stellwerk::events {
namespace {

class EventBusTarget final : public TargetKind {
 public:
  std::string_view name() const override { return "event buses"; }
  bool takes(const Arn& arn) const override {
    return arn.service == "events" && arn.resource.starts_with("event-bus/");
  }
  Result<void> deliver(ports::Client& client, const ports::Session& session, const Arn&, const Delivery& delivery,
                       const Json& event) const override {
    PutEventsRequest put;
    PutEventsRequestEntry& entry = put.entries.emplace_back();
    entry.source = std::string(event.string_at("source"));
    entry.detail_type = std::string(event.string_at("detail-type"));
    entry.detail = event.find("detail")->dump();
    entry.event_bus_name = delivery.target.arn;
    TRY(client.call(session, put));
    return {};
  }
};

const EventBusTarget kEventBuses;

}  // namespace

const TargetKind& kEventBusTarget = kEventBuses;

}  // namespace stellwerk::events
