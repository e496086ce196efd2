#include "services/codebuild/build_events.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>

#include "aws/completion.h"
#include "ports/test_call.h"

namespace stellwerk::codebuild {
namespace {

struct NoRoles final : ports::Roles {
  Result<ports::Session> enter(const ports::Errand&, const std::string&) override { return ports::NoClient::absent(); }
  Result<auth::Credential> credential(const ports::Errand&, const std::string&) override {
    return ports::NoClient::absent();
  }
};

struct NoDoors final : ports::Doors {
  std::vector<Address> addresses() const override { return {}; }
  Result<std::shared_ptr<void>> open(std::size_t, Descriptor) override { return ports::NoClient::absent(); }
};

struct NoCredentials final : ports::ContainerCredentials {
  std::unique_ptr<Admission> admit(const ports::Errand&, const std::string&) override { return nullptr; }
};

struct Waiting {
  std::string who;
  static void fields(auto& record, auto& visit) { visit(3, record.who); }
};
constexpr store::Topic<Waiting> kWaiting{"test.waiting", 1};

TEST(BuildEvents, TheEndIsToldToEventBridgeAndToThoseAloneWhoWaitForThisBuild) {
  ports::TestCalls calls;
  NoRoles roles;
  ports::HeardEvents events;
  NoDoors doors;
  NoCredentials credentials;
  ports::Site site;
  Surroundings around{*calls.store, calls.clock, calls.ids, calls.client, roles,
                      events,       nullptr,     doors,     credentials,  site};
  store::Scope scope{"111122223333", "eu-central-1"};
  store::Outbox outbox(*calls.store, calls.clock);
  std::promise<std::string> told;
  kWaiting.handle(outbox, [&](const store::Scope&, const Waiting& waiting) -> Result<void> {
    told.set_value(waiting.who);  // throws if it comes twice
    return {};
  });
  ASSERT_TRUE(calls.in_call([&](ports::Call& call) -> Result<void> {
    aws::await(call.transaction, build_arn(scope, "b:1"), kWaiting, scope, {"pipeline"});
    return {};
  }));
  BuildRecord watched, unwatched;
  watched.id = "b:1";
  unwatched.id = "b:10";
  for (BuildRecord* build : {&unwatched, &watched}) {
    complete_build(*build, "SUCCEEDED", calls.clock.time);
    ASSERT_TRUE(calls.in_call([&](ports::Call& call) -> Result<void> {
      announce_end(around, call.transaction, scope, *build);
      return {};
    }));
  }
  outbox.start();
  auto who = told.get_future();
  ASSERT_EQ(who.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_EQ(who.get(), "pipeline");
  outbox.stop();
  EXPECT_EQ(events.heard.size(), 2u);
}

}  // namespace
}  // namespace stellwerk::codebuild
