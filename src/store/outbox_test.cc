#include "store/outbox.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "base/test_directory.h"
#include "store/topic.h"

namespace stellwerk::store {
namespace {

using namespace std::chrono_literals;

struct SetClock final : Clock {
  Timestamp now() const override { return {milliseconds.load()}; }
  std::atomic<std::int64_t> milliseconds = 1'700'000'000'000;
};

// What the handlers were given, for a test to wait on.
struct Received {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Effect> effects;

  void add(const Effect& effect) {
    std::lock_guard lock(mutex);
    effects.push_back(effect);
    changed.notify_all();
  }
  bool reaches(std::size_t count) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, 5s, [&] { return effects.size() >= count; });
  }
  std::size_t count() {
    std::lock_guard lock(mutex);
    return effects.size();
  }
};

struct OutboxTest : testing::Test {
  TestDirectory directory;
  SetClock clock;
  Received received;
  std::unique_ptr<Store> store = Store::open({directory.path / "db", std::string(32, 'k')}, clock).value();
  std::unique_ptr<Outbox> outbox = std::make_unique<Outbox>(*store, clock);

  Outbox::Handler collect() {
    return [this](const Effect& effect) -> Result<void> {
      received.add(effect);
      return {};
    };
  }
  void add(std::string topic, std::string payload, Timestamp due = {}) {
    ASSERT_TRUE(store->run([&](Transaction& transaction) -> Result<void> {
      transaction.after(topic, payload, due);
      return {};
    }));
  }
  void reopen() {
    outbox.reset();
    store.reset();
    store = Store::open({directory.path / "db", std::string(32, 'k')}, clock).value();
    outbox = std::make_unique<Outbox>(*store, clock);
  }
  // Handlers have run, but are their effects forgotten? Stopping waits for that.
  int left_after_stop() {
    outbox->stop();
    int count = 0;
    store->begin()->scan("", "", false, [&](std::string_view, std::string_view) { return ++count, true; });
    return count;
  }
};

TEST_F(OutboxTest, HandsOutEachEffectOnceAndForgetsIt) {
  add("t", "before the start");
  outbox->handle("t", 2, collect());
  outbox->start();
  for (int i = 0; i < 50; ++i) add("t", std::to_string(i));
  ASSERT_TRUE(received.reaches(51));
  EXPECT_EQ(left_after_stop(), 0);
  EXPECT_EQ(received.count(), 51u);
  std::set<std::string> ids;
  for (const Effect& effect : received.effects) {
    EXPECT_EQ(effect.topic, "t");
    EXPECT_EQ(effect.attempt, 0);
    ids.insert(effect.id);
  }
  EXPECT_EQ(ids.size(), 51u);
}

TEST_F(OutboxTest, WaitsForTheDueTimeAndKeepsItsOrder) {
  outbox->handle("t", 1, collect());
  outbox->start();
  add("t", "late", clock.now().plus_seconds(20));
  add("t", "soon", clock.now().plus_seconds(10));
  add("t", "now");
  ASSERT_TRUE(received.reaches(1));
  std::this_thread::sleep_for(30ms);
  EXPECT_EQ(received.count(), 1u);
  clock.milliseconds += 20'000;
  outbox->look_again();
  ASSERT_TRUE(received.reaches(3));
  EXPECT_EQ(received.effects[0].payload, "now");
  EXPECT_EQ(received.effects[1].payload, "soon");
  EXPECT_EQ(received.effects[2].payload, "late");
}

TEST_F(OutboxTest, AFailedOneComesAgainLaterAndLater) {
  std::atomic<int> failures = 3;
  outbox->handle("t", 1, [&](const Effect& effect) -> Result<void> {
    received.add(effect);
    if (failures-- > 0) return Error{"Busy", "try later"};
    return {};
  });
  outbox->start();
  add("t", "x");
  for (std::size_t i = 1; i <= 3; ++i) {
    ASSERT_TRUE(received.reaches(i));
    std::this_thread::sleep_for(20ms);
    EXPECT_EQ(received.count(), i);
    clock.milliseconds += kFirstRetryDelayMilliseconds << (i - 1);
    outbox->look_again();
  }
  ASSERT_TRUE(received.reaches(4));
  EXPECT_EQ(received.effects[3].attempt, 3);
  EXPECT_EQ(received.effects[3].id, received.effects[0].id);
  EXPECT_EQ(left_after_stop(), 0);
}

TEST_F(OutboxTest, WhatWasNotDoneComesAgainAfterARestart) {
  std::mutex gate;
  gate.lock();
  outbox->handle("t", 1, [&](const Effect& effect) -> Result<void> {
    received.add(effect);
    std::lock_guard wait(gate);
    return Error{"Stopped", "the server stops"};
  });
  outbox->start();
  add("t", "first");
  add("t", "second");
  ASSERT_TRUE(received.reaches(1));
  std::thread stopping([&] { outbox->stop(); });
  std::this_thread::sleep_for(10ms);
  gate.unlock();
  stopping.join();
  EXPECT_EQ(received.count(), 1u);
  reopen();
  clock.milliseconds += 10'000;
  outbox->handle("t", 4, collect());
  outbox->start();
  ASSERT_TRUE(received.reaches(3));
  EXPECT_EQ(left_after_stop(), 0);
}

TEST_F(OutboxTest, KeepsToTheConcurrencyOfEachTopic) {
  std::atomic<int> running = 0, most = 0;
  std::mutex gate;
  gate.lock();
  outbox->handle("slow", 3, [&](const Effect& effect) -> Result<void> {
    int now_running = ++running;
    for (int seen = most; seen < now_running && !most.compare_exchange_weak(seen, now_running);) {
    }
    received.add(effect);
    std::lock_guard wait(gate);
    --running;
    return {};
  });
  Received other;
  outbox->handle("other", 1, [&](const Effect& effect) -> Result<void> {
    other.add(effect);
    return {};
  });
  outbox->start();
  for (int i = 0; i < 10; ++i) add("slow", "x");
  add("other", "is not held up");
  ASSERT_TRUE(other.reaches(1));
  ASSERT_TRUE(received.reaches(3));
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(received.count(), 3u);
  gate.unlock();
  ASSERT_TRUE(received.reaches(10));
  EXPECT_EQ(most, 3);
  EXPECT_EQ(left_after_stop(), 0);
}

TEST_F(OutboxTest, AHandlerMayAddEffectsAndThrow) {
  outbox->handle("chain", 1, [&](const Effect& effect) -> Result<void> {
    int left = std::stoi(effect.payload);  // throws on the poisoned one
    received.add(effect);
    if (left == 0) return {};
    return store->run([&](Transaction& transaction) -> Result<void> {
      transaction.after("chain", std::to_string(left - 1));
      return {};
    });
  });
  outbox->start();
  add("chain", "poison");
  add("chain", "5");
  ASSERT_TRUE(received.reaches(6));
  EXPECT_EQ(left_after_stop(), 1);
}

struct Parcel {
  std::string label;
  std::int64_t weight_grams = 0;
  static void fields(auto& record, auto& visit) {
    visit(3, record.label);
    visit(4, record.weight_grams);
  }
};

// As they were written before the scope was the topic's.
struct ParcelWithScope {
  std::string account;
  std::string region;
  std::string label;
  static void fields(auto& record, auto& visit) {
    visit(1, record.account);
    visit(2, record.region);
    visit(3, record.label);
  }
};

TEST_F(OutboxTest, ATopicHandsOverScopeRecordAndAttempt) {
  constexpr Topic<Parcel> kSend{"test.send", 1};
  std::mutex mutex;
  std::vector<std::string> seen;
  kSend.handle(*outbox, [&](const Scope& scope, const Parcel& parcel, int attempt) -> Result<void> {
    {
      std::lock_guard lock(mutex);
      seen.push_back(scope.account + "/" + scope.region + "/" + parcel.label + "/" +
                     std::to_string(parcel.weight_grams) + "/" + std::to_string(attempt));
    }
    received.add({});
    if (parcel.label == "heavy" && attempt == 0) return Error{"TooHeavy", "two of us are needed"};
    return {};
  });
  outbox->start();
  ASSERT_TRUE(store->run([&](Transaction& transaction) -> Result<void> {
    kSend.after(transaction, {"111122223333", "eu-central-1"}, {"heavy", 40'000});
    return {};
  }));
  ASSERT_TRUE(received.reaches(1));
  std::this_thread::sleep_for(20ms);
  clock.milliseconds += kFirstRetryDelayMilliseconds;
  outbox->look_again();
  ASSERT_TRUE(received.reaches(2));
  add("test.send", encode_record(ParcelWithScope{"111122223333", "us-east-1", "old"}));
  ASSERT_TRUE(received.reaches(3));
  EXPECT_EQ(left_after_stop(), 0);
  EXPECT_EQ(seen,
            (std::vector<std::string>{"111122223333/eu-central-1/heavy/40000/0",
                                      "111122223333/eu-central-1/heavy/40000/1", "111122223333/us-east-1/old/0/0"}));
}

}  // namespace
}  // namespace stellwerk::store
