#pragma once
#include <gtest/gtest.h>

#include <string>

#include "ports/test_call.h"
#include "services/iam/operations.h"
#include "services/iam/service.h"

/// For tests: an IAM on a store of its own, and calls in one account.
namespace stellwerk::iam {

inline const std::string kTestAccount = "111122223333";
inline const std::string kTestTrust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"codebuild.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
inline const std::string kTestDocument =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]})";

struct TestAccount : ports::TestCalls {
  TestAccount() {
    region = "us-east-1";
    caller = {.type = auth::PrincipalType::user, .account = kTestAccount, .user_name = "administrator"};
  }

  /// Runs `operation` and commits if it succeeds.
  template <class Service, class Request>
  auto run(Service& service, Result<typename Request::Response> (*operation)(Service&, ports::Call&, const Request&),
           const Request& request) {
    return in_call([&](ports::Call& call) { return operation(service, call, request); });
  }

  template <class Request>
  auto run(Result<typename Request::Response> (*operation)(Iam&, ports::Call&, const Request&),
           const Request& request) {
    return run<Iam, Request>(iam, operation, request);
  }

  Iam iam{*store, clock, ids, std::string(32, 's')};
};

}  // namespace stellwerk::iam
