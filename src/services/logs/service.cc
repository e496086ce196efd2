#include "services/logs/service.h"

#include <functional>

#include "services/logs/event_log.h"

namespace stellwerk::logs {
namespace {

constexpr std::size_t kEraseAtOnce = 2000;  // events a transaction
constexpr std::int64_t kSweepSeconds = 3600;

}  // namespace

void Logs::attend(store::Outbox& outbox) {
  kErase.handle(outbox, std::bind_front(&Logs::erase, this));
  kSweep.handle(outbox, std::bind_front(&Logs::sweep, this));
}

Result<GroupRecord> Logs::find_group(ports::Call& call, const std::string& name) {
  auto group = kGroups.get(call.transaction, call.scope(), {name});
  if (!group) return errors::ResourceNotFoundException("The specified log group does not exist.");
  return std::move(*group);
}

Result<StreamRecord> Logs::find_stream(ports::Call& call, const GroupRecord& group, const std::string& name) {
  auto stream = kStreams.get(call.transaction, call.scope(), {group.id, name});
  if (!stream) return errors::ResourceNotFoundException("The specified log stream does not exist.");
  return std::move(*stream);
}

Result<void> Logs::erase(const store::Scope& scope, const GroupEffect& effect) {
  std::vector<std::string> streams;
  if (!effect.stream_id.empty()) {
    streams.push_back(effect.stream_id);
  } else {
    TRY(store_.run([&](store::Transaction& transaction) -> Result<void> {
      streams.clear();
      for (const StreamRecord& stream : kStreams.all(transaction, scope, {effect.group_id}))
        streams.push_back(stream.id);
      return {};
    }));
  }
  for (const std::string& stream : streams) {
    for (std::size_t erased = kEraseAtOnce; erased == kEraseAtOnce;) {
      TRY(store_.run([&](store::Transaction& transaction) -> Result<void> {
        erased = erase_events_before(transaction, scope, stream, std::nullopt, kEraseAtOnce);
        if (erased < kEraseAtOnce) kActivities.erase(transaction, scope, {stream});
        return {};
      }));
    }
  }
  if (!effect.stream_id.empty()) return {};
  return store_.run([&](store::Transaction& transaction) -> Result<void> {
    for (const StreamRecord& stream : kStreams.all(transaction, scope, {effect.group_id})) {
      kStreams.erase(transaction, scope, {effect.group_id, stream.name});
    }
    kSizes.erase(transaction, scope, {effect.group_id});
    return {};
  });
}

Result<void> Logs::sweep(const store::Scope& scope, const GroupEffect& effect) {
  std::vector<std::string> streams;
  std::optional<std::int64_t> retention_in_days;
  TRY(store_.run([&](store::Transaction& transaction) -> Result<void> {
    streams.clear();
    auto group = kGroups.get(transaction, scope, {effect.group_name});
    if (!group || group->id != effect.group_id) return {};
    retention_in_days = group->retention_in_days;
    for (const StreamRecord& stream : kStreams.all(transaction, scope, {effect.group_id})) streams.push_back(stream.id);
    return {};
  }));
  if (!retention_in_days) return {};
  Timestamp cutoff{clock_.now().milliseconds - *retention_in_days * kDayMilliseconds};
  std::int64_t stored_bytes = 0;
  for (const std::string& stream : streams) {
    for (std::size_t erased = kEraseAtOnce; erased == kEraseAtOnce;) {
      TRY(store_.run([&](store::Transaction& transaction) -> Result<void> {
        erased = erase_events_before(transaction, scope, stream, cutoff, kEraseAtOnce);
        return {};
      }));
    }
    TRY(store_.run([&](store::Transaction& transaction) -> Result<void> {
      kEvents.scan(transaction, scope, {stream}, [&](const std::vector<std::string>&, const EventRecord& event) {
        stored_bytes += static_cast<std::int64_t>(event.message.size() + kEventOverheadBytes);
        return true;
      });
      return {};
    }));
  }
  return store_.run([&](store::Transaction& transaction) -> Result<void> {
    auto group = kGroups.get(transaction, scope, {effect.group_name});
    if (!group || group->id != effect.group_id || !group->retention_in_days) return {};
    kSizes.put(transaction, scope, {effect.group_id}, GroupSize{stored_bytes});
    kSweep.after(transaction, scope, effect, clock_.now().plus_seconds(kSweepSeconds));
    return {};
  });
}

}  // namespace stellwerk::logs
