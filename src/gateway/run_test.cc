#include "gateway/run.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/waiting.h"
#include "gateway/stages.h"
#include "gateway/test_service.h"

namespace stellwerk::gateway {
namespace {

using namespace std::chrono_literals;

struct RunTest : testing::Test, TestService {
  void put(const std::string& key, const std::string& value, const std::string& told = "") {
    auto done = store->run([&](store::Transaction& transaction) -> Result<void> {
      transaction.put(key, value);
      if (!told.empty()) transaction.tell(told);
      return {};
    });
    EXPECT_TRUE(done);
  }
  std::optional<std::string> get(const std::string& key) { return store->begin()->get(key); }

  int runs = 0;
};

TEST_F(RunTest, CommitsWhatTheOperationWrote) {
  operation = [](ports::Call& call, int request) -> Result<int> {
    call.transaction.put("key", "value");
    return request + 1;
  };
  EXPECT_EQ(call(41).value(), 42);
  EXPECT_EQ(get("key"), "value");
}

TEST_F(RunTest, CommitsNothingOfAnOperationThatFailed) {
  operation = [](ports::Call& call, int) -> Result<int> {
    call.transaction.put("key", "value");
    return Error{"NotToday", "no", 400};
  };
  EXPECT_EQ(call().error().code, "NotToday");
  EXPECT_EQ(get("key"), std::nullopt);
}

TEST_F(RunTest, RunsAgainOnWhatAnotherCommitted) {
  put("sum", "1");
  operation = [this](ports::Call& call, int) -> Result<int> {
    int sum = std::stoi(call.transaction.get("sum").value());
    if (++runs == 1) put("sum", "10");
    call.transaction.put("sum", std::to_string(sum + 1));
    return sum + 1;
  };
  EXPECT_EQ(call().value(), 11);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(environment->counters.conflicts, 1u);
}

TEST_F(RunTest, SlowsTheClientDownWhenOthersKeepInterfering) {
  operation = [this](ports::Call& call, int) -> Result<int> {
    call.transaction.get("contended");
    put("contended", std::to_string(++runs));
    call.transaction.put("own", "written");
    return 0;
  };
  EXPECT_EQ(call().error().code, "ThrottlingException");
  EXPECT_EQ(runs, kConflictRunsLimit);
  EXPECT_EQ(get("own"), std::nullopt);
}

TEST_F(RunTest, KeepsAStagedBodyOverAConflict) {
  std::vector<std::string> seen;
  operation = [&](ports::Call& call, int) -> Result<int> {
    if (!call.staged) call.staged = std::make_shared<std::string>("body, read once");
    seen.push_back(*std::static_pointer_cast<std::string>(call.staged));
    call.transaction.get("contended");
    if (++runs == 1) put("contended", "by another");
    call.transaction.put("own", "written");
    return 0;
  };
  EXPECT_TRUE(call());
  EXPECT_EQ(seen, (std::vector<std::string>{"body, read once", "body, read once"}));
}

TEST_F(RunTest, LimitsHowDeepServicesCallOneAnother) {
  operation = [this](ports::Call& call, int request) -> Result<int> {
    ++runs;
    return TRY(call.client.call(call, "test.amazonaws.com", TestRequest{request + 1}));
  };
  auto answer = call();
  EXPECT_EQ(answer.error().code, "InternalFailure");
  EXPECT_NE(answer.error().message.find("deep"), std::string::npos);
  EXPECT_EQ(runs, kCallDepthLimit + 1);
}

TEST_F(RunTest, WaitsUntilAKeyIsTold) {
  operation = [this](ports::Call& call, int) -> Result<int> {
    ++runs;
    if (auto message = call.transaction.get("message")) return std::stoi(*message);
    return call.wait_for({"queue"}, 60s - call.waited);
  };
  std::jthread other([this] {
    while (environment->counters.waiting == 0) std::this_thread::sleep_for(1ms);
    put("else", "1", "another queue");
    put("message", "7", "queue");
  });
  EXPECT_EQ(call().value(), 7);
  EXPECT_EQ(runs, 3) << "the request's own transaction, one to wait on, one that found it";
  EXPECT_EQ(environment->counters.waiting, 0u);
}

TEST_F(RunTest, MissesNothingToldBetweenItsLookAndItsWait) {
  operation = [this](ports::Call& call, int) -> Result<int> {
    auto message = call.transaction.get("message");
    if (++runs == 2) put("message", "7", "queue");  // after the snapshot, before the wait
    if (message) return std::stoi(*message);
    return call.wait_for({"queue"}, 60s - call.waited);
  };
  EXPECT_EQ(call().value(), 7);
}

TEST_F(RunTest, AnswersWhenTheWaitIsOver) {
  operation = [](ports::Call& call, int) -> Result<int> {
    if (call.waited < 50ms) return call.wait_for({"queue"}, 50ms - call.waited);
    return static_cast<int>(call.waited.count());
  };
  EXPECT_GE(call().value(), 50);
}

TEST_F(RunTest, AWaitOfAnInnerCallIsTheWholeCalls) {
  operation = [this](ports::Call& call, int request) -> Result<int> {
    if (request == 0) return TRY(call.client.call(call, "test.amazonaws.com", TestRequest{1}));
    if (call.waited == 0ms) return call.wait_for({"queue"}, 20ms);
    return ++runs;
  };
  EXPECT_EQ(call().value(), 1);
}

TEST_F(RunTest, NobodyWaitsBeyondTheLimitOfThoseWhoDo) {
  operation = [](ports::Call& call, int) -> Result<int> { return call.wait_for({"queue"}, 60s); };
  environment->counters.waiting = kWaitingCallsLimit;
  EXPECT_EQ(call().error().code, "ThrottlingException");
}

TEST(ReadWholeBody, ReservesRoomAndGivesItBack) {
  Counters counters;
  {
    Place first(counters), second(counters);
    StringSource small("abc"), large(std::string(kBodiesInMemoryLimit, 'x'));
    EXPECT_EQ(read_whole_body(first, small, kBodiesInMemoryLimit).value(), "abc");
    EXPECT_EQ(counters.body_bytes, 3u);
    EXPECT_EQ(read_whole_body(second, large, kBodiesInMemoryLimit).error().code, "SlowDown");
    StringSource longer("abcd");
    EXPECT_EQ(read_whole_body(first, longer, 3).error().code, "RequestEntityTooLargeException");
    EXPECT_EQ(counters.running, 2u);
  }
  EXPECT_EQ(counters.body_bytes, 0u);
  EXPECT_EQ(counters.running, 0u);
}

}  // namespace
}  // namespace stellwerk::gateway
