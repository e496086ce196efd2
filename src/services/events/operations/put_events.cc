#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<PutEventsResponse> put_events(Events& events, ports::Call& call, const PutEventsRequest& request) {
  std::size_t bytes = 0;
  for (const auto& entry : request.entries) {
    bytes +=
        entry.detail.value_or("").size() + entry.source.value_or("").size() + entry.detail_type.value_or("").size();
  }
  if (bytes > kEntryBytesLimit) {
    return ::stellwerk::Error{"ValidationException",
                              "Total size of the entries in the request is over the limit of 256 KB.", 400};
  }
  PutEventsResponse response;
  response.entries.emplace();
  std::int64_t failed = 0;
  for (const auto& entry : request.entries) {
    PutEventsResultEntry result;
    // A rule that passes a service's event on to another bus may keep its source.
    bool is_passed_on = call.caller.acting_service == "events.amazonaws.com";
    auto fault = fault_of(call.scope(), entry);
    if (fault && !(is_passed_on && fault->code == "NotAuthorizedForSourceException")) {
      result.error_code = fault->code;
      result.error_message = fault->message;
      ++failed;
    } else {
      // A bus that is not there has no rules, as at AWS: the event is taken, and nobody wants it.
      BusName bus = *bus_of(call.scope(), entry.event_bus_name);
      ports::EventSink::Event event{*entry.source, *entry.detail_type,
                                    entry.resources.value_or(std::vector<std::string>{}), *entry.detail};
      result.event_id =
          events.put_event(call.transaction, bus, call.now, call.account, event, entry.time.value_or(call.now));
    }
    response.entries->push_back(std::move(result));
  }
  response.failed_entry_count = failed;
  return response;
}

}  // namespace stellwerk::events
