#include <algorithm>

#include "services/logs/event_log.h"
#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

namespace {

LogStream describe_stream(ports::Call& call, const GroupRecord& group, const StreamRecord& stream) {
  LogStream out;
  out.log_stream_name = stream.name;
  out.creation_time = stream.created.milliseconds;
  out.first_event_timestamp = edge_time(call.transaction, call.scope(), stream, false);
  out.last_event_timestamp = edge_time(call.transaction, call.scope(), stream, true);
  if (auto activity = kActivities.get(call.transaction, call.scope(), {stream.id})) {
    out.last_ingestion_time = activity->last_ingestion.milliseconds;
    out.upload_sequence_token = digits({static_cast<std::uint64_t>(activity->last_ingestion.milliseconds), 0, 0});
  }
  out.arn = stream_arn(call.scope(), group.name, stream.name);
  out.stored_bytes = 0;  // AWS counts none per stream either since 2019
  return out;
}

}  // namespace

Result<DescribeLogStreamsResponse> describe_log_streams(Logs& logs, ports::Call& call,
                                                        const DescribeLogStreamsRequest& request) {
  std::string name = TRY(group_name(call.scope(), request.log_group_name, request.log_group_identifier));
  GroupRecord group = TRY(logs.find_group(call, name));
  bool by_time = request.order_by.value_or("LogStreamName") == "LastEventTime";
  std::string prefix = request.log_stream_name_prefix.value_or("");
  if (by_time && !prefix.empty()) {
    return errors::InvalidParameterException("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  std::vector<LogStream> all;
  for (const StreamRecord& stream : kStreams.all(call.transaction, call.scope(), {group.id})) {
    if (!stream.name.starts_with(prefix)) continue;
    if (by_time) {
      all.push_back(describe_stream(call, group, stream));
    } else {
      all.push_back({stream.name});
    }
  }
  if (by_time) {
    std::ranges::stable_sort(all, {}, [](const LogStream& stream) { return stream.last_event_timestamp.value_or(0); });
  }
  if (request.descending.value_or(false)) std::ranges::reverse(all);
  auto limit = static_cast<std::size_t>(request.limit.value_or(kDescribeLimit));
  auto begin = all.begin();
  if (request.next_token) {
    std::string last = TRY(from_page_token(*request.next_token));
    auto found = std::ranges::find(all, last, [](const LogStream& stream) { return *stream.log_stream_name; });
    if (found != all.end()) begin = found + 1;
  }
  DescribeLogStreamsResponse response;
  response.log_streams.emplace();
  for (; begin != all.end() && response.log_streams->size() < limit; ++begin) {
    if (by_time) {
      response.log_streams->push_back(*begin);
    } else {
      StreamRecord stream = TRY(logs.find_stream(call, group, *begin->log_stream_name));
      response.log_streams->push_back(describe_stream(call, group, stream));
    }
  }
  if (begin != all.end()) response.next_token = page_token(*response.log_streams->back().log_stream_name);
  return response;
}

}  // namespace stellwerk::logs
