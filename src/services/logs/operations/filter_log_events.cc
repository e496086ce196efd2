#include <algorithm>
#include <tuple>

#include "services/logs/event_log.h"
#include "services/logs/filter_pattern.h"
#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

namespace {

/// An event with its stream: the order of a page across streams.
struct Found {
  Event event;
  std::string stream_id;
  std::string stream_name;
  auto place() const { return std::tie(event.position, stream_id); }
};

struct FilterCursor {
  Position position;
  std::string stream_id;  // of the last event given out
};

Result<FilterCursor> read_filter_cursor(const std::string& token) {
  auto position = from_digits(std::string_view(token).substr(0, 56));
  if (!position || token.size() < 57) return errors::InvalidParameterException("The specified nextToken is invalid.");
  return FilterCursor{*position, token.substr(57)};
}

Result<std::vector<StreamRecord>> streams_of(Logs& logs, ports::Call& call, const GroupRecord& group,
                                             const FilterLogEventsRequest& request) {
  std::vector<StreamRecord> out;
  if (request.log_stream_names && request.log_stream_name_prefix) {
    return errors::InvalidParameterException(
        "logStreamNamePrefix and logStreamNames are mutually exclusive parameters.");
  }
  if (request.log_stream_names) {
    for (const std::string& name : *request.log_stream_names) out.push_back(TRY(logs.find_stream(call, group, name)));
    return out;
  }
  std::string prefix = request.log_stream_name_prefix.value_or("");
  std::vector<std::string> from;
  if (!prefix.empty()) from = {group.id, prefix};
  kStreams.scan(
      call.transaction, call.scope(), {group.id},
      [&](const auto&, StreamRecord stream) {
        if (!stream.name.starts_with(prefix)) return false;
        out.push_back(std::move(stream));
        return true;
      },
      from);
  return out;
}

}  // namespace

Result<FilterLogEventsResponse> filter_log_events(Logs& logs, ports::Call& call,
                                                  const FilterLogEventsRequest& request) {
  std::string name = TRY(group_name(call.scope(), request.log_group_name, request.log_group_identifier));
  GroupRecord group = TRY(logs.find_group(call, name));
  EventFilter filter = TRY(parse_filter_pattern(request.filter_pattern.value_or("")));
  std::vector<StreamRecord> streams = TRY(streams_of(logs, call, group, request));
  ReadRange range;
  range.from.time = static_cast<std::uint64_t>(std::max<std::int64_t>(0, request.start_time.value_or(0)));
  // The end is inclusive here, unlike in GetLogEvents.
  if (request.end_time) range.end = static_cast<std::uint64_t>(std::max<std::int64_t>(0, *request.end_time)) + 1;
  std::optional<FilterCursor> cursor;
  if (request.next_token) cursor = TRY(read_filter_cursor(*request.next_token));
  if (cursor) range.from = cursor->position;
  auto limit = static_cast<std::size_t>(request.limit.value_or(kPageLimitEvents));
  std::vector<Found> found;
  for (const StreamRecord& stream : streams) {
    std::size_t taken = 0, bytes = 0;
    TRY(read_events(logs, call, group, stream, range, [&](Event event) {
      if (cursor && std::tie(event.position, stream.id) <= std::tie(cursor->position, cursor->stream_id)) return true;
      if (!filter(event.message)) return true;
      bytes += event.message.size() + kEventOverheadBytes;
      found.push_back({std::move(event), stream.id, stream.name});
      return ++taken <= limit && bytes <= kPageLimitBytes;
    }));
  }
  std::ranges::sort(found, [](const Found& a, const Found& b) { return a.place() < b.place(); });
  FilterLogEventsResponse response;
  response.events.emplace();
  response.searched_log_streams.emplace();
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    bytes += found[i].event.message.size() + kEventOverheadBytes;
    if (i == limit || (i > 0 && bytes > kPageLimitBytes)) {
      response.next_token = digits(found[i - 1].event.position) + ":" + found[i - 1].stream_id;
      break;
    }
    FilteredLogEvent out;
    out.log_stream_name = found[i].stream_name;
    out.timestamp = static_cast<std::int64_t>(found[i].event.position.time);
    out.message = std::move(found[i].event.message);
    out.ingestion_time = found[i].event.ingested.milliseconds;
    out.event_id = digits(found[i].event.position);
    response.events->push_back(std::move(out));
  }
  return response;
}

}  // namespace stellwerk::logs
