// Commits as requests make them: on fibers, far more of them than threads.
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <semaphore>
#include <thread>

#include "base/test_directory.h"
#include "base/waiting.h"
#include "http/fiber_pool.h"
#include "store/store.h"

namespace stellwerk::app {
namespace {

using namespace std::chrono_literals;

constexpr int kThreads = 4;
constexpr int kWaiters = 200;

/// Holds up whoever asks it while it is stopped: a commit asks for its effects' due times.
class StoppedClock final : public Clock {
 public:
  Timestamp now() const override {
    if (is_stopped.exchange(false)) go_on.acquire();
    return {1'000};
  }
  mutable std::atomic<bool> is_stopped = false;
  mutable std::binary_semaphore go_on{0};
};

struct WaitingCommits : testing::Test {
  WaitingCommits() {
    auto opened = store::Store::open({directory.path / "db", std::string(32, 'k')}, clock);
    EXPECT_TRUE(opened);
    store = std::move(*opened);
  }
  static void wait_for(const std::atomic<int>& count) {
    Deadline last = deadline_after(20s);
    while (count < kWaiters && std::chrono::steady_clock::now() < last) std::this_thread::sleep_for(1ms);
    EXPECT_EQ(count, kWaiters) << "a wait holds its thread";
  }

  TestDirectory directory;
  StoppedClock clock;
  std::unique_ptr<store::Store> store;
};

TEST_F(WaitingCommits, ThoseWhoWaitForTheDiskHoldNoThread) {
  std::atomic<int> waiting = 0, committed = 0;
  std::latch done(kWaiters);
  http::FiberPool pool(kThreads);
  clock.is_stopped = true;
  std::jthread first([&] {
    auto transaction = store->begin();
    transaction->after("topic", "payload");
    EXPECT_EQ(store->commit(*transaction), store::CommitOutcome::done);
  });
  while (clock.is_stopped) std::this_thread::sleep_for(1ms);
  for (int i = 0; i < kWaiters; ++i) {
    pool.spawn([&, i](http::Fiber&) {
      auto transaction = store->begin();
      transaction->put("key" + std::to_string(i), "value");
      ++waiting;
      if (store->commit(*transaction) == store::CommitOutcome::done) ++committed;
      done.count_down();
    });
  }
  wait_for(waiting);
  EXPECT_EQ(committed, 0);
  clock.go_on.release();
  done.wait();
  EXPECT_EQ(committed, kWaiters);
}

TEST_F(WaitingCommits, ThoseWhoWaitForAnothersCommitAreTold) {
  std::atomic<int> waiting = 0, seen = 0;
  std::latch done(kWaiters);
  http::FiberPool pool(kThreads);
  for (int i = 0; i < kWaiters; ++i) {
    pool.spawn([&](http::Fiber&) {
      std::string keys[] = {"queue"};
      while (true) {
        auto since = store->notices().now();
        if (store->begin()->get("message")) break;
        ++waiting;
        if (!store->notices().wait(keys, since, deadline_after(60s))) return done.count_down();
      }
      ++seen;
      done.count_down();
    });
  }
  wait_for(waiting);
  auto told = store->run([](store::Transaction& transaction) -> Result<void> {
    transaction.put("message", "body");
    transaction.tell("queue");
    return {};
  });
  EXPECT_TRUE(told);
  done.wait();
  EXPECT_EQ(seen, kWaiters);
}

}  // namespace
}  // namespace stellwerk::app
