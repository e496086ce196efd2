// Calls that wait for others' commits, far more of them than threads.
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

#include "base/waiting.h"
#include "gateway/test_service.h"
#include "http/fiber_pool.h"

namespace stellwerk::app {
namespace {

using namespace std::chrono_literals;

constexpr int kThreads = 4;
constexpr int kWaiters = 200;

TEST(WaitingCalls, HoldNoThread) {
  gateway::TestService service;
  service.operation = [](ports::Call& call, int) -> Result<int> {
    if (auto message = call.transaction.get("message")) return std::stoi(*message);
    return call.wait_for({"queue"}, 60s - call.waited);
  };
  std::atomic<int> answered = 0;
  std::latch done(kWaiters);
  http::FiberPool pool(kThreads);
  for (int i = 0; i < kWaiters; ++i) {
    pool.spawn([&](http::Fiber&) {
      if (service.call() == 7) ++answered;
      done.count_down();
    });
  }
  Deadline last = deadline_after(20s);
  while (service.environment->counters.waiting < kWaiters && std::chrono::steady_clock::now() < last) {
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(service.environment->counters.waiting, static_cast<unsigned>(kWaiters)) << "a wait holds its thread";
  auto told = service.store->run([](store::Transaction& transaction) -> Result<void> {
    transaction.put("message", "7");
    transaction.tell("queue");
    return {};
  });
  EXPECT_TRUE(told);
  done.wait();
  EXPECT_EQ(answered, kWaiters);
}

}  // namespace
}  // namespace stellwerk::app
