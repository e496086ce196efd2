#include "gateway/carry_out.h"

#include <gtest/gtest.h>

#include "gateway/endpoint_authoriser.h"
#include "gateway/test_service.h"

namespace stellwerk::gateway {
namespace {

/// Writes down what it sees where the transaction decides whether it stays.
struct Diary final : Witness {
  void saw(store::Transaction& transaction, const Carried& carried) override {
    std::string line = std::string(carried.service) + ":" + std::string(carried.operation);
    if (carried.error != nullptr) line += " " + carried.error->code;
    transaction.put("diary", transaction.get("diary").value_or("") + line + "\n");
  }
};

struct CarryOutTest : testing::Test, TestService {
  CarryOutTest() { environment->witnesses = {&diary}; }
  std::string written() { return store->begin()->get("diary").value_or(""); }
  Diary diary;
};

TEST_F(CarryOutTest, ACallIsWrittenDownWithWhatItDid) {
  operation = [](ports::Call&, int) -> Result<int> { return 1; };
  ASSERT_TRUE(call());
  EXPECT_EQ(written(), "test:Do\n");
}

TEST_F(CarryOutTest, ARefusedCallIsWrittenDownThoughNothingElseOfItIsKept) {
  operation = [](ports::Call& call, int) -> Result<int> {
    call.transaction.put("key", "value");
    return Error{"NotToday", "no", 400};
  };
  ASSERT_FALSE(call());
  EXPECT_EQ(written(), "test:Do NotToday\n");
  EXPECT_EQ(store->begin()->get("key"), std::nullopt);
}

TEST_F(CarryOutTest, ACallThatRunsAgainIsWrittenDownOnce) {
  int runs = 0;
  operation = [&](ports::Call& call, int) -> Result<int> {
    call.transaction.get("contended");
    if (++runs == 1) {
      EXPECT_TRUE(store->run([](store::Transaction& other) -> Result<void> {
        other.put("contended", "by another");
        return {};
      }));
    }
    call.transaction.put("own", "written");
    return 0;
  };
  ASSERT_TRUE(call());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(written(), "test:Do\n");
}

TEST_F(CarryOutTest, WhatIsNoOperationIsWrittenDownToo) {
  EndpointAuthoriser authoriser(*environment);
  auth::Caller caller{.type = auth::PrincipalType::user, .account = "111111111111"};
  auto refused = authoriser.check(*store->begin(), caller, "eu-central-1", clock.now(),
                                  {{.action = "codecommit:GitPull", .resource = "arn:aws:codecommit:::r"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(written(), "codecommit:GitPull AccessDeniedException\n");
}

}  // namespace
}  // namespace stellwerk::gateway
