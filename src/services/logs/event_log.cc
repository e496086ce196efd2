#include "services/logs/event_log.h"

#include "base/assert.h"
#include "base/cipher.h"

namespace stellwerk::logs {
namespace {

// Room for a batch's events within one millisecond of arrival.
constexpr int kOrderShift = 20;

std::vector<std::string> parts_of(const StreamRecord& stream, const Position& position) {
  return {stream.id, store::ordered(position.time), store::ordered(position.order), store::ordered(position.tie)};
}

Position position_of(const std::vector<std::string>& parts) {
  STELLWERK_ASSERT(parts.size() == 4);
  return {store::from_ordered(parts[1]), store::from_ordered(parts[2]),
          static_cast<std::uint32_t>(store::from_ordered(parts[3]))};
}

std::string seal_context(const StreamRecord& stream, std::uint64_t time) {
  return stream.id + "/" + std::to_string(time);
}

}  // namespace

Result<void> append_events(Logs& logs, ports::Call& call, const GroupRecord& group, const StreamRecord& stream,
                           std::span<const InputLogEvent> events) {
  std::string key;
  auto number = static_cast<std::uint32_t>(group.kms_key_arn ? group.data_keys.size() : 0);
  if (number > 0) key = TRY(logs.open_data_key(call, group, number));
  std::uint32_t tie = 0;
  call.ids.fill(std::as_writable_bytes(std::span(&tie, 1)));
  std::uint64_t order = static_cast<std::uint64_t>(call.now.milliseconds) << kOrderShift;
  for (const InputLogEvent& event : events) {
    auto time = static_cast<std::uint64_t>(event.timestamp);
    auto parts = parts_of(stream, {time, order++, tie});
    EventRecord record{number == 0 ? event.message : seal(key, event.message, seal_context(stream, time), call.ids),
                       call.now, number};
    kEvents.put(call.transaction, call.scope(), {parts[0], parts[1], parts[2], parts[3]}, record);
  }
  if (!events.empty()) kActivities.put(call.transaction, call.scope(), {stream.id}, StreamActivity{call.now});
  return {};
}

Result<void> read_events(Logs& logs, ports::Call& call, const GroupRecord& group, const StreamRecord& stream,
                         const ReadRange& range, const std::function<bool(Event)>& visit) {
  Result<void> outcome;
  std::uint64_t oldest = 0;
  if (group.retention_in_days) {
    oldest = static_cast<std::uint64_t>(
        std::max<std::int64_t>(0, call.now.milliseconds - *group.retention_in_days * kDayMilliseconds));
  }
  ReadRange wanted = range;
  if (!wanted.is_reverse && wanted.from.time < oldest) wanted.from = {oldest, 0, 0};
  auto take = [&](const std::vector<std::string>& parts, EventRecord record) {
    Event event{position_of(parts), std::move(record.message), record.ingested};
    if (event.position.time < oldest) return !wanted.is_reverse;
    if (wanted.end && event.position.time >= *wanted.end) return wanted.is_reverse;
    if (wanted.is_reverse && event.position >= wanted.from) return true;
    if (record.data_key > 0) {
      auto key = logs.open_data_key(call, group, record.data_key);
      if (!key) {
        outcome = std::move(key).error();
        return false;
      }
      auto plain = unseal(*key, event.message, seal_context(stream, event.position.time));
      STELLWERK_ASSERT(plain.has_value());
      event.message = std::move(*plain);
    }
    return visit(std::move(event));
  };
  kEvents.scan(call.transaction, call.scope(), {stream.id}, take, parts_of(stream, wanted.from), wanted.is_reverse);
  return outcome;
}

std::optional<std::int64_t> edge_time(store::Transaction& transaction, const store::Scope& scope,
                                      const StreamRecord& stream, bool last) {
  std::optional<std::int64_t> out;
  auto take = [&](const std::vector<std::string>& parts, const EventRecord&) {
    out = static_cast<std::int64_t>(position_of(parts).time);
    return false;
  };
  kEvents.scan(transaction, scope, {stream.id}, take, {}, last);
  return out;
}

std::size_t erase_events_before(store::Transaction& transaction, const store::Scope& scope,
                                const std::string& stream_id, std::optional<Timestamp> cutoff, std::size_t limit) {
  std::vector<std::vector<std::string>> keys;
  kEvents.scan(transaction, scope, {stream_id}, [&](const std::vector<std::string>& parts, const EventRecord&) {
    if (cutoff && static_cast<std::int64_t>(position_of(parts).time) >= cutoff->milliseconds) return false;
    keys.push_back(parts);
    return keys.size() < limit;
  });
  for (const auto& parts : keys) kEvents.erase(transaction, scope, {parts[0], parts[1], parts[2], parts[3]});
  return keys.size();
}

}  // namespace stellwerk::logs
