#include "store/outbox.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "base/assert.h"
#include "base/log.h"
#include "store/damaged_read.h"
#include "store/key.h"
#include "store/store_state.h"
#include "store/transaction_state.h"

namespace stellwerk::store {
namespace {

// A worker without work stays this long before its thread ends.
constexpr auto kWorkerLinger = std::chrono::seconds(5);
// The host's clock may be set or the machine may have slept: no wait for a due time is longer.
constexpr auto kLongestSleep = std::chrono::seconds(60);
// Before what cannot be written to a full disk, or read from a damaged one, is tried again.
constexpr auto kFullDiskPause = std::chrono::seconds(1);
constexpr std::int64_t kDamagedPauseMilliseconds = 60'000;

Timestamp next_try(const Effect& effect, Timestamp now) {
  constexpr int kDoublingsToLongest = 10;
  std::int64_t delay = kFirstRetryDelayMilliseconds << std::min(effect.attempt, kDoublingsToLongest);
  return now.plus_milliseconds(std::min(delay, kLongestRetryDelayMilliseconds));
}

}  // namespace

struct Outbox::State {
  struct Topic {
    std::string name;
    int concurrency = 1;
    Handler handler;
    std::string position;              // no effect before this key waits to be handed out
    std::optional<std::string> added;  // the smallest key added since the last look
    std::optional<Timestamp> next_due = Timestamp{};
    std::set<std::string> running;  // keys handed out and not yet removed or put off
    std::deque<Effect> handed_out;  // of these, what no worker has taken yet
    int workers = 0;
    int idle_workers = 0;
    std::condition_variable work_came;
  };

  State(Store& store_, const Clock& clock_) : store(store_), clock(clock_) {}

  void dispatch();
  std::optional<Timestamp> look_at(Topic& topic, std::unique_lock<std::mutex>& lock);
  void hand_out(Topic& topic, Effect effect);
  void work(Topic& topic, std::list<std::thread>::iterator self);
  Result<void> call(Topic& topic, const Effect& effect);
  bool settle(Topic& topic, const Effect& effect, const Result<void>& result);
  void note(const std::vector<Effect>& effects);
  void join_ended_workers();

  Store& store;
  const Clock& clock;
  std::mutex mutex;  // of all below
  std::condition_variable changed;
  bool something_changed = false;
  bool started = false;
  bool stopping = false;
  std::map<std::string, Topic> topics;
  std::thread dispatcher;
  std::list<std::thread> workers;
  std::list<std::thread> ended_workers;
};

Outbox::Outbox(Store& store, const Clock& clock) : state_(std::make_shared<State>(store, clock)) {
  store.on_effects([state = state_](const std::vector<Effect>& effects) { state->note(effects); });
}

Outbox::~Outbox() {
  stop();
  state_->store.on_effects(nullptr);
}

void Outbox::handle(std::string topic, int concurrency, Handler handler) {
  STELLWERK_ASSERT(concurrency > 0);
  std::lock_guard lock(state_->mutex);
  STELLWERK_ASSERT(!state_->started && !state_->topics.contains(topic));
  State::Topic& entry = state_->topics[topic];
  entry.position = encode_key(kOutboxTable, Scope{}, {topic});
  entry.name = std::move(topic);
  entry.concurrency = concurrency;
  entry.handler = std::move(handler);
}

void Outbox::start() {
  std::lock_guard lock(state_->mutex);
  STELLWERK_ASSERT(!state_->started);
  state_->started = true;
  state_->dispatcher = std::thread([state = state_.get()] { state->dispatch(); });
}

void Outbox::stop() {
  std::unique_lock lock(state_->mutex);
  if (!state_->started || state_->stopping) return;
  state_->stopping = true;
  state_->something_changed = true;
  state_->changed.notify_all();
  for (auto& [name, topic] : state_->topics) topic.work_came.notify_all();
  lock.unlock();
  state_->dispatcher.join();
  lock.lock();
  state_->changed.wait(lock, [&] { return state_->workers.empty(); });
  lock.unlock();
  state_->join_ended_workers();
}

void Outbox::look_again() {
  std::lock_guard lock(state_->mutex);
  state_->something_changed = true;
  state_->changed.notify_all();
}

void Outbox::State::note(const std::vector<Effect>& effects) {
  std::lock_guard lock(mutex);
  for (const Effect& effect : effects) {
    auto found = topics.find(effect.topic);
    if (found == topics.end()) {
      if (started) log::warning("Nobody handles the effects of " + effect.topic + "; they stay until somebody does");
      continue;
    }
    std::string key = effect_key(effect);
    auto& added = found->second.added;
    if (!added || key < *added) added = std::move(key);
    something_changed = true;
  }
  if (something_changed) changed.notify_all();
}

void Outbox::State::dispatch() {
  std::unique_lock lock(mutex);
  while (!stopping) {
    something_changed = false;
    std::optional<Timestamp> wake;
    for (auto& [name, topic] : topics) {
      std::optional<Timestamp> due = look_at(topic, lock);
      if (due && (!wake || *due < *wake)) wake = due;
    }
    lock.unlock();
    join_ended_workers();
    lock.lock();
    if (!wake) {
      changed.wait(lock, [&] { return something_changed; });
    } else {
      auto sleep = std::chrono::milliseconds(std::max<std::int64_t>(0, wake->milliseconds - clock.now().milliseconds));
      changed.wait_for(lock, std::min<std::chrono::milliseconds>(sleep, kLongestSleep),
                       [&] { return something_changed; });
    }
  }
}

// Hands out what is due and has room. Answers when to look again: nothing if only a change can bring more.
std::optional<Timestamp> Outbox::State::look_at(Topic& topic, std::unique_lock<std::mutex>& lock) {
  if (static_cast<int>(topic.running.size()) >= topic.concurrency) return std::nullopt;
  Timestamp now = clock.now();
  if (!topic.added && (!topic.next_due || *topic.next_due > now)) return topic.next_due;
  if (topic.added) topic.position = std::min(topic.position, *topic.added);
  topic.added.reset();

  // What runs now is passed over; what ended before this copy is gone from the snapshot taken after it.
  const std::set<std::string> running = topic.running;
  auto room = static_cast<std::size_t>(topic.concurrency) - running.size();
  std::string position = topic.position;
  std::optional<Timestamp> next_due;
  std::vector<Effect> found;
  lock.unlock();
  try {
    store.begin()->scan(encode_key(kOutboxTable, Scope{}, {topic.name}), position, false,
                        [&](std::string_view key, std::string_view value) {
                          if (running.contains(std::string(key))) return true;
                          position = key;
                          Effect effect = decode_effect(key, value);
                          if (effect.due > now || found.size() == room) {
                            next_due = effect.due;
                            return false;
                          }
                          found.push_back(std::move(effect));
                          return true;
                        });
  } catch (const DamagedRead&) {
    // What was found before the damage is handed out; the rest is looked for again from there.
    next_due = now.plus_milliseconds(kDamagedPauseMilliseconds);
  }
  lock.lock();
  topic.position = std::move(position);
  topic.next_due = next_due;
  if (stopping) return std::nullopt;
  for (Effect& effect : found) hand_out(topic, std::move(effect));
  // With no room left the next one waits for a worker to end, not for its time.
  return static_cast<int>(topic.running.size()) < topic.concurrency ? next_due : std::nullopt;
}

void Outbox::State::hand_out(Topic& topic, Effect effect) {
  topic.running.insert(effect_key(effect));
  topic.handed_out.push_back(std::move(effect));
  if (topic.idle_workers >= static_cast<int>(topic.handed_out.size())) {
    topic.work_came.notify_one();
    return;
  }
  ++topic.workers;
  auto self = workers.emplace(workers.end());
  *self = std::thread([this, &topic, self] { work(topic, self); });
}

void Outbox::State::work(Topic& topic, std::list<std::thread>::iterator self) {
  std::unique_lock lock(mutex);
  while (!stopping) {
    if (topic.handed_out.empty()) {
      ++topic.idle_workers;
      bool woken = topic.work_came.wait_for(lock, kWorkerLinger, [&] { return stopping || !topic.handed_out.empty(); });
      --topic.idle_workers;
      if (!woken) break;
      continue;
    }
    Effect effect = std::move(topic.handed_out.front());
    topic.handed_out.pop_front();
    lock.unlock();
    Result<void> result = call(topic, effect);
    bool is_settled = settle(topic, effect, result);
    lock.lock();
    while (!is_settled && !stopping) {
      changed.wait_for(lock, kFullDiskPause, [&] { return stopping; });
      lock.unlock();
      is_settled = settle(topic, effect, result);
      lock.lock();
    }
    topic.running.erase(effect_key(effect));
    something_changed = true;
    changed.notify_all();
  }
  --topic.workers;
  ended_workers.splice(ended_workers.end(), workers, self);
  something_changed = true;
  changed.notify_all();
}

Result<void> Outbox::State::call(Topic& topic, const Effect& effect) {
  try {
    return topic.handler(effect);
  } catch (const std::exception& exception) {
    return Error{"InternalError", exception.what(), 500};
  }
}

// Forgets the effect, or puts it off. Not flushed: were this lost, the effect would come once more. False if the
// disk is full.
bool Outbox::State::settle(Topic& topic, const Effect& effect, const Result<void>& result) {
  auto transaction = store.begin();
  transaction->erase(effect_key(effect));
  if (!result) {
    Effect again = effect;
    again.due = next_try(effect, clock.now());
    ++again.attempt;
    log::warning("Attempt " + std::to_string(again.attempt) + " of " + topic.name + " failed and comes again at " +
                 to_iso8601(again.due) + ": " + result.error().code + ": " + result.error().message);
    transaction->state_->effects.push_back(std::move(again));
  }
  CommitOutcome outcome = store.state_->commit(*transaction->state_, false);
  STELLWERK_ASSERT(outcome != CommitOutcome::conflict);  // it read nothing
  return outcome == CommitOutcome::done;
}

void Outbox::State::join_ended_workers() {
  std::list<std::thread> ended;
  {
    std::lock_guard lock(mutex);
    ended.swap(ended_workers);
  }
  for (std::thread& worker : ended) worker.join();
}

}  // namespace stellwerk::store
