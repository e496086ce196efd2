#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/test_directory.h"
#include "services/iam/operations.h"
#include "services/iam/service.h"
#include "store/store.h"

/// For tests: an IAM on a store of its own, and calls in one account.
namespace stellwerk::iam {

inline const std::string kTestAccount = "111122223333";
inline const std::string kTestTrust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"codebuild.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
inline const std::string kTestDocument =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]})";

struct FixedClock final : Clock {
  Timestamp time{1'800'000'000'000};
  Timestamp now() const override { return time; }
};

struct NoClient final : ports::Client {
  Result<void> invoke(const ports::Session&, std::string_view, std::string_view, const void*, void*) override {
    return Error{"InternalFailure", "no other services here", 500};
  }
  Result<void> invoke(ports::Call&, std::string, std::string_view, std::string_view, const void*, void*) override {
    return Error{"InternalFailure", "no other services here", 500};
  }
  Result<void> invoke_as(ports::Call&, const ports::Session&, std::string_view, std::string_view, const void*,
                         void*) override {
    return Error{"InternalFailure", "no other services here", 500};
  }
};

struct TestAccount {
  TestDirectory directory;
  FixedClock clock;
  SeededIdSource ids{7};
  std::unique_ptr<store::Store> store =
      store::Store::open({.directory = directory.path, .master_key = std::string(32, 'm')}, clock).value();
  Iam iam{*store, clock, ids, std::string(32, 's')};
  NoClient client;
  auth::Caller caller{.type = auth::PrincipalType::user, .account = kTestAccount, .user_name = "administrator"};

  /// Runs `operation` and commits if it succeeds.
  template <class Service, class Request>
  auto run(Service& service, Result<typename Request::Response> (*operation)(Service&, ports::Call&, const Request&),
           const Request& request) {
    auto transaction = store->begin();
    std::shared_ptr<void> staged;
    ports::Call call{caller, *transaction, clock.time, "request", caller.account, "us-east-1", ids, client, staged};
    auto answer = operation(service, call, request);
    if (answer) {
      EXPECT_EQ(store->commit(*transaction), store::CommitOutcome::done);
    }
    return answer;
  }

  template <class Request>
  auto run(Result<typename Request::Response> (*operation)(Iam&, ports::Call&, const Request&),
           const Request& request) {
    return run<Iam, Request>(iam, operation, request);
  }
};

}  // namespace stellwerk::iam
