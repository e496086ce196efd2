#pragma once
#include <functional>
#include <span>

#include "services/logs/service.h"

namespace stellwerk::logs {

struct Event {
  Position position;
  std::string message;
  Timestamp ingested;
};

/// Appends accepted events. Error: AccessDeniedException if the group's KMS key cannot be used.
Result<void> append_events(Logs& logs, ports::Call& call, const GroupRecord& group, const StreamRecord& stream,
                           std::span<const InputLogEvent> events);

/// Calls `visit` for each event from `from` (inclusive) on, before `end` (milliseconds), oldest first, or the newest
/// first below `from`; until it answers false. Events past the retention are left out.
struct ReadRange {
  Position from;
  std::optional<std::uint64_t> end;
  bool is_reverse = false;
};
Result<void> read_events(Logs& logs, ports::Call& call, const GroupRecord& group, const StreamRecord& stream,
                         const ReadRange& range, const std::function<bool(Event)>& visit);

/// The time of a stream's first or last event.
std::optional<std::int64_t> edge_time(store::Transaction& transaction, const store::Scope& scope,
                                      const StreamRecord& stream, bool last);

/// How many it erased, at most `limit`, oldest first; nothing as `cutoff` means all.
std::size_t erase_events_before(store::Transaction& transaction, const store::Scope& scope,
                                const std::string& stream_id, std::optional<Timestamp> cutoff, std::size_t limit);

}  // namespace stellwerk::logs
