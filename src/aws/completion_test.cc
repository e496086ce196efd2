#include "aws/completion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>

#include "base/test_directory.h"
#include "store/store.h"

namespace stellwerk::aws {
namespace {

TEST(Completion, EachWhoWaitsIsToldOnceAndOthersAreNot) {
  TestDirectory directory;
  SystemClock clock;
  auto store = store::Store::open({.directory = directory.path, .master_key = std::string(32, 'm')}, clock).value();
  std::mutex guard;
  std::vector<std::string> heard;
  store::Outbox outbox(*store, clock);
  for (std::string topic : {"a.wake", "b.wake"}) {
    outbox.handle(topic, 1, [&](const store::Effect& effect) -> Result<void> {
      std::lock_guard lock(guard);
      heard.push_back(effect.topic + " " + effect.payload);
      return {};
    });
  }
  auto in = [&](auto work) {
    auto transaction = store->begin();
    work(*transaction);
    ASSERT_EQ(store->commit(*transaction), store::CommitOutcome::done);
  };
  in([](store::Transaction& transaction) {
    await(transaction, "arn:build/1", "a.wake", "one");
    await(transaction, "arn:build/1", "a.wake", "one");
    await(transaction, "arn:build/1", "b.wake", "two");
    await(transaction, "arn:build/10", "a.wake", "another's");
  });
  in([](store::Transaction& transaction) { complete(transaction, "arn:build/1"); });
  in([](store::Transaction& transaction) { complete(transaction, "arn:build/1"); });
  outbox.start();
  for (int i = 0; i < 500; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    std::lock_guard lock(guard);
    if (heard.size() >= 2) break;
  }
  outbox.stop();
  std::ranges::sort(heard);
  EXPECT_EQ(heard, (std::vector<std::string>{"a.wake one", "b.wake two"}));
}

}  // namespace
}  // namespace stellwerk::aws
