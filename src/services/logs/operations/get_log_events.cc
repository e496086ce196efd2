#include <algorithm>
#include <limits>

#include "services/logs/event_log.h"
#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

namespace {

struct Cursor {
  Position position;
  bool is_backward = false;
};

Result<Cursor> read_cursor(std::string_view token) {
  if (token.size() == 60 && token[1] == '/' && token.ends_with("/s") && (token[0] == 'f' || token[0] == 'b')) {
    if (auto position = from_digits(token.substr(2, 56))) return Cursor{*position, token[0] == 'b'};
  }
  return errors::InvalidParameterException("The specified nextToken is invalid.");
}

/// A token forward names the first place not yet read, one backward the first place already read.
std::string write_cursor(char direction, const Position& position) {
  return std::string(1, direction) + "/" + digits(position) + "/s";
}

Position behind(Position position) {
  if (++position.tie == 0) ++position.order;
  return position;
}

}  // namespace

Result<GetLogEventsResponse> get_log_events(Logs& logs, ports::Call& call, const GetLogEventsRequest& request) {
  std::string name = TRY(group_name(call.scope(), request.log_group_name, request.log_group_identifier));
  GroupRecord group = TRY(logs.find_group(call, name));
  StreamRecord stream = TRY(logs.find_stream(call, group, request.log_stream_name));
  auto start = static_cast<std::uint64_t>(std::max<std::int64_t>(0, request.start_time.value_or(0)));
  ReadRange range;
  if (request.end_time) range.end = static_cast<std::uint64_t>(std::max<std::int64_t>(0, *request.end_time));
  std::optional<Cursor> cursor;
  if (request.next_token) cursor = TRY(read_cursor(*request.next_token));
  range.is_reverse = cursor ? cursor->is_backward : !request.start_from_head.value_or(false);
  Position end{range.end.value_or(std::numeric_limits<std::int64_t>::max()), 0, 0};
  if (cursor) {
    range.from = cursor->position;
  } else {
    range.from = range.is_reverse ? end : Position{start, 0, 0};
  }
  if (!range.is_reverse && range.from.time < start) range.from = {start, 0, 0};
  auto limit = static_cast<std::size_t>(request.limit.value_or(kPageLimitEvents));
  std::vector<Event> found;
  std::size_t bytes = 0;
  TRY(read_events(logs, call, group, stream, range, [&](Event event) {
    if (event.position.time < start) return false;
    if (found.size() == limit) return false;
    bytes += event.message.size() + kEventOverheadBytes;
    if (bytes > kPageLimitBytes && !found.empty()) return false;
    found.push_back(std::move(event));
    return true;
  }));
  if (range.is_reverse) std::ranges::reverse(found);
  GetLogEventsResponse response;
  response.events.emplace();
  for (Event& event : found) {
    response.events->push_back(
        {static_cast<std::int64_t>(event.position.time), std::move(event.message), event.ingested.milliseconds});
  }
  if (found.empty()) {
    // At the end of a stream the same token comes back. Without one, what arrives later lies ahead.
    Position here = cursor ? cursor->position : Position{start, 0, 0};
    response.next_forward_token = write_cursor('f', here);
    response.next_backward_token = write_cursor('b', here);
  } else {
    response.next_forward_token = write_cursor('f', behind(found.back().position));
    response.next_backward_token = write_cursor('b', found.front().position);
  }
  return response;
}

}  // namespace stellwerk::logs
