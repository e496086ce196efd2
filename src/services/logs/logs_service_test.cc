#include <gtest/gtest.h>

#include "base/id_source.h"
#include "base/test_directory.h"
#include "ports/client.h"
#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {
namespace {

struct SetClock final : Clock {
  Timestamp time{1'764'000'000'000};
  Timestamp now() const override { return time; }
};

/// KMS is not part of this test.
struct NoClient final : ports::Client {
  Result<void> invoke(const ports::Session&, std::string_view, std::string_view, const void*, void*) override {
    return refused();
  }
  Result<void> invoke(ports::Call&, std::string, std::string_view, std::string_view, const void*, void*) override {
    return refused();
  }
  Result<void> invoke_as(ports::Call&, const ports::Session&, std::string_view, std::string_view, const void*,
                         void*) override {
    return refused();
  }
  static ::stellwerk::Error refused() { return {"NotFoundException", "no such key"}; }
};

class LogsServiceTest : public testing::Test {
 protected:
  LogsServiceTest()
      : store_(std::move(*store::Store::open({directory_.path, std::string(32, 'k')}, clock_))),
        logs_(*store_, clock_) {}

  /// Runs an operation and commits it if it succeeds.
  template <class Request>
  Result<typename Request::Response> run(Result<typename Request::Response> (*operation)(Logs&, ports::Call&,
                                                                                         const Request&),
                                         const Request& request) {
    auto transaction = store_->begin();
    auth::Caller caller;
    std::shared_ptr<void> staged;
    ports::Call call{caller,         *transaction, clock_.time, "request", "111122223333",
                     "eu-central-1", ids_,         client_,     staged};
    auto answer = operation(logs_, call, request);
    if (answer) EXPECT_EQ(store_->commit(*transaction), store::CommitOutcome::done);
    return answer;
  }

  void put(const std::string& stream, std::vector<InputLogEvent> events) {
    PutLogEventsRequest request;
    request.log_group_name = "group";
    request.log_stream_name = stream;
    request.log_events = std::move(events);
    auto answer = run(put_log_events, request);
    EXPECT_TRUE(answer) << answer.error().message;
  }

  TestDirectory directory_;
  SetClock clock_;
  SeededIdSource ids_{1};
  NoClient client_;
  std::unique_ptr<store::Store> store_;
  Logs logs_;
};

std::string joined(const auto& events) {
  std::string out;
  for (const auto& event : events) out += *event.message + " ";
  return out;
}

TEST_F(LogsServiceTest, EventsComeBackInOrderPageByPage) {
  ASSERT_TRUE(run(create_log_group, CreateLogGroupRequest{.log_group_name = "group"}));
  EXPECT_EQ(run(create_log_group, CreateLogGroupRequest{.log_group_name = "group"}).error().code,
            "ResourceAlreadyExistsException");
  ASSERT_TRUE(run(create_log_stream, CreateLogStreamRequest{"group", "s1"}));
  ASSERT_TRUE(run(create_log_stream, CreateLogStreamRequest{"group", "s2"}));
  std::int64_t t = clock_.time.milliseconds;
  put("s1", {{t, "a"}, {t, "b"}, {t + 5, "c"}});
  clock_.time.milliseconds += 10;
  put("s1", {{t + 5, "d"}, {t + 6, "e"}});
  put("s2", {{t + 1, "x ERROR"}});

  GetLogEventsRequest get;
  get.log_group_name = "group";
  get.log_stream_name = "s1";
  get.limit = 2;
  get.start_from_head = true;
  auto first = run(get_log_events, get);
  EXPECT_EQ(joined(*first->events), "a b ");
  get.next_token = first->next_forward_token;
  auto second = run(get_log_events, get);
  EXPECT_EQ(joined(*second->events), "c d ");
  get.next_token = second->next_forward_token;
  auto third = run(get_log_events, get);
  EXPECT_EQ(joined(*third->events), "e ");
  get.next_token = third->next_forward_token;
  auto end = run(get_log_events, get);
  EXPECT_TRUE(end->events->empty());
  EXPECT_EQ(end->next_forward_token, get.next_token);
  put("s1", {{t + 9, "f"}});
  EXPECT_EQ(joined(*run(get_log_events, get)->events), "f ");
  get.next_token = third->next_backward_token;
  EXPECT_EQ(joined(*run(get_log_events, get)->events), "c d ");
  get.next_token.reset();
  get.start_from_head.reset();
  EXPECT_EQ(joined(*run(get_log_events, get)->events), "e f ");
  get.end_time = t + 5;
  EXPECT_EQ(joined(*run(get_log_events, get)->events), "a b ");

  FilterLogEventsRequest filter;
  filter.log_group_name = "group";
  filter.limit = 3;
  std::string all;
  for (int page = 0; page < 9; ++page) {
    auto answer = run(filter_log_events, filter);
    all += joined(*answer->events);
    filter.next_token = answer->next_token;
    if (!filter.next_token) break;
  }
  EXPECT_EQ(all, "a b x ERROR c d e f ");
  filter.filter_pattern = "ERROR";
  EXPECT_EQ(joined(*run(filter_log_events, filter)->events), "x ERROR ");
}

TEST_F(LogsServiceTest, RetentionHidesAtOnce) {
  ASSERT_TRUE(run(create_log_group, CreateLogGroupRequest{.log_group_name = "group"}));
  ASSERT_TRUE(run(create_log_stream, CreateLogStreamRequest{"group", "s"}));
  put("s", {{clock_.time.milliseconds, "old"}});
  EXPECT_EQ(run(put_retention_policy, PutRetentionPolicyRequest{"group", 2}).error().code, "InvalidParameterException");
  ASSERT_TRUE(run(put_retention_policy, PutRetentionPolicyRequest{"group", 1}));
  FilterLogEventsRequest filter;
  filter.log_group_name = "group";
  EXPECT_EQ(run(filter_log_events, filter)->events->size(), 1u);
  clock_.time = clock_.time.plus_seconds(90'000);
  EXPECT_EQ(run(filter_log_events, filter)->events->size(), 0u);
  auto groups = run(describe_log_groups, DescribeLogGroupsRequest{.log_group_name_prefix = "gr"});
  ASSERT_EQ(groups->log_groups->size(), 1u);
  EXPECT_EQ(groups->log_groups->front().retention_in_days, 1);
  EXPECT_EQ(groups->log_groups->front().arn, "arn:aws:logs:eu-central-1:111122223333:log-group:group:*");
}

TEST_F(LogsServiceTest, AnUnusableKeyIsRefused) {
  CreateLogGroupRequest request{.log_group_name = "group"};
  request.kms_key_id = "arn:aws:kms:eu-central-1:111122223333:key/none";
  EXPECT_EQ(run(create_log_group, request).error().code, "InvalidParameterException");
}

TEST_F(LogsServiceTest, DescribesInPages) {
  for (const char* name : {"b", "a", "c"})
    ASSERT_TRUE(run(create_log_group, CreateLogGroupRequest{.log_group_name = name}));
  DescribeLogGroupsRequest request;
  request.limit = 2;
  auto page = run(describe_log_groups, request);
  ASSERT_EQ(page->log_groups->size(), 2u);
  request.next_token = page->next_token;
  page = run(describe_log_groups, request);
  ASSERT_EQ(page->log_groups->size(), 1u);
  EXPECT_EQ(page->log_groups->front().log_group_name, "c");
  EXPECT_FALSE(page->next_token);
}

}  // namespace
}  // namespace stellwerk::logs
