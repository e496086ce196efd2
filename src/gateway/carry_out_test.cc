#include "gateway/carry_out.h"

#include <gtest/gtest.h>

#include "gateway/endpoint_authoriser.h"
#include "gateway/test_service.h"

namespace stellwerk::gateway {
namespace {

/// Writes down what it sees where the transaction decides whether it stays.
struct Diary final : Witness {
  bool keeps(const Carried&) const override { return true; }
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

TEST_F(CarryOutTest, AWitnessIsToldOfWhatItKeepsAlone) {
  struct Indifferent final : Witness {
    bool keeps(const Carried& carried) const override { return carried.error == nullptr; }
    void saw(store::Transaction&, const Carried&) override { ++told; }
    int told = 0;
  } witness;
  environment->witnesses = {&witness};
  operation = [](ports::Call&, int) -> Result<int> { return Error{"NotToday", "no", 400}; };
  ASSERT_FALSE(call());
  EXPECT_EQ(witness.told, 0);
  operation = [](ports::Call&, int) -> Result<int> { return 1; };
  ASSERT_TRUE(call());
  EXPECT_EQ(witness.told, 1);
}

TEST_F(CarryOutTest, EachCallIsCountedByItsOutcome) {
  environment->operation_counts.follow(environment->dispatcher);
  operation = [](ports::Call&, int request) -> Result<int> {
    if (request == 0) return 1;
    return Error{"NotToday", "no", request};
  };
  for (int status : {0, 0, 400, 404, 500}) (void)call(status);
  int told = 0;
  environment->operation_counts.for_each_called(
      [&](const ports::BoundService& service, const ports::BoundOperation& operation, const auto& count) {
        ++told;
        EXPECT_EQ(service.model->name, "test");
        EXPECT_EQ(operation.operation->name, "Do");
        EXPECT_EQ(count.succeeded, 2u);
        EXPECT_EQ(count.refused, 2u);
        EXPECT_EQ(count.failed, 1u);
      });
  EXPECT_EQ(told, 1);
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
