#include "services/logs/event_log.h"
#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<PutLogEventsResponse> put_log_events(Logs& logs, ports::Call& call, const PutLogEventsRequest& request) {
  if (request.entity) return errors::InvalidParameterException("Entities are not supported; leave out entity.");
  GroupRecord group = TRY(logs.find_group(call, request.log_group_name));
  StreamRecord stream = TRY(logs.find_stream(call, group, request.log_stream_name));
  Acceptance accepted = TRY(check_batch(request.log_events, call.now, group.retention_in_days));
  if (accepted.begin < accepted.end) {
    TRY(append_events(logs, call, group, stream,
                      std::span(request.log_events).subspan(accepted.begin, accepted.end - accepted.begin)));
  }
  PutLogEventsResponse response;
  // Answered for old clients, which hand it back; any token is taken.
  response.next_sequence_token = digits({static_cast<std::uint64_t>(call.now.milliseconds), 0, 0});
  response.rejected_log_events_info = accepted.rejected;
  return response;
}

}  // namespace stellwerk::logs
