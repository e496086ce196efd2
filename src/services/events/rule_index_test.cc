#include "services/events/rule_index.h"

#include <gtest/gtest.h>

#include "base/test_directory.h"
#include "store/store.h"

namespace stellwerk::events {
namespace {

class RuleIndex : public testing::Test {
 protected:
  void put(const std::string& name, const std::string& pattern) {
    auto transaction = store->begin();
    put_rule_record(*transaction, bus, {.name = name, .bus = bus.name, .pattern = pattern});
    ASSERT_EQ(store->commit(*transaction), store::CommitOutcome::done);
  }
  std::string asked(const std::string& source) {
    std::string out;
    auto transaction = store->begin();
    each_rule_for_source(*transaction, bus, source, [&](const RuleRecord& rule) { out += rule.name + " "; });
    return out;
  }

  TestDirectory directory;
  SystemClock clock;
  std::unique_ptr<store::Store> store = store::Store::open({directory.path, std::string(32, 'k')}, clock).value();
  const BusName bus{{"111122223333", "eu-central-1"}, "default"};
};

TEST_F(RuleIndex, AsksOnlyRulesThatCouldWantTheEvent) {
  put("a", R"({"source":["one","two"]})");
  put("b", R"({"source":["two"],"detail":{"x":[1]}})");
  put("any", R"({"source":[{"prefix":"o"}]})");
  EXPECT_EQ(asked("one"), "a any ");
  EXPECT_EQ(asked("two"), "a b any ");
  EXPECT_EQ(asked("three"), "any ");
  put("a", R"({"source":["three"]})");
  EXPECT_EQ(asked("one"), "any ");
  EXPECT_EQ(asked("three"), "a any ");
  auto transaction = store->begin();
  erase_rule_record(*transaction, bus, "any");
  ASSERT_EQ(store->commit(*transaction), store::CommitOutcome::done);
  EXPECT_EQ(asked("one"), "");
}

TEST_F(RuleIndex, FindsRulesThatWereStoredBeforeThereWasOne) {
  auto transaction = store->begin();
  kRules.put(*transaction, bus.scope, {bus.name, "old"}, {.name = "old", .bus = bus.name, .pattern = R"({"x":[1]})"});
  ASSERT_EQ(store->commit(*transaction), store::CommitOutcome::done);
  EXPECT_EQ(asked("one"), "old ");
  put("new", R"({"source":["one"]})");
  EXPECT_EQ(asked("one"), "new old ");
  EXPECT_EQ(asked("two"), "old ");
}

TEST_F(RuleIndex, AChangedRuleDisturbsNoEventOfAnotherSource) {
  put("a", R"({"source":["one"]})");
  auto emitting = store->begin();
  each_rule_for_source(*emitting, bus, "one", [](const RuleRecord&) {});
  kBuses.put(*emitting, bus.scope, {"touched"}, {});
  put("b", R"({"source":["two"]})");
  EXPECT_EQ(store->commit(*emitting), store::CommitOutcome::done);
}

}  // namespace
}  // namespace stellwerk::events
