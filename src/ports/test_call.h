#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "auth/caller.h"
#include "base/id_source.h"
#include "base/test_directory.h"
#include "base/timestamp.h"
#include "ports/access.h"
#include "ports/call.h"
#include "ports/client.h"
#include "ports/event_sink.h"
#include "ports/principals.h"
#include "store/store.h"

/// For tests of one service: calls on a store of their own, and nobody beside it.
namespace stellwerk::ports {

struct FixedClock final : Clock {
  Timestamp time{1'800'000'000'000};
  Timestamp now() const override { return time; }
};

/// The other services, where there are none.
struct NoClient final : Client {
  Result<void> invoke(const Session&, std::string_view, std::string_view, const void*, void*) override {
    return absent();
  }
  Result<void> invoke(Call&, std::string, std::string_view, std::string_view, const void*, void*) override {
    return absent();
  }
  Result<void> invoke_as(Call&, const Session&, std::string_view, std::string_view, const void*, void*) override {
    return absent();
  }
  static Error absent() { return Error{"InternalFailure", "no other services here", 500}; }
};

/// Takes every principal for its own id; "absent" anywhere in a policy stands for one that does not exist.
struct AnyPrincipals final : Principals {
  Result<std::string> bind_policy(store::Transaction&, std::string_view policy) override {
    if (policy.find("absent") == std::string_view::npos) return std::string(policy);
    return Error{"MalformedPolicyDocument", "Invalid principal in policy", 400};
  }
  std::string show_policy(store::Transaction&, std::string_view policy) override { return std::string(policy); }
  std::optional<std::string> bind_principal(store::Transaction&, const std::string& name) override { return name; }
  std::string show_principal(store::Transaction&, const std::string& name) override { return name; }
};

/// Keeps what was told.
struct HeardEvents final : EventSink {
  std::vector<Event> heard;
  void emit(store::Transaction&, const store::Scope&, Timestamp, Event event) override {
    heard.push_back(std::move(event));
  }
};

struct TestCalls {
  TestDirectory directory;
  FixedClock clock;
  SeededIdSource ids{7};
  std::unique_ptr<store::Store> store =
      store::Store::open({.directory = directory.path, .master_key = std::string(32, 'm')}, clock).value();
  NoClient client;
  AnyPrincipals principals;
  std::string region = "eu-central-1";
  auth::Caller caller{.type = auth::PrincipalType::user,
                      .account = "111122223333",
                      .arn = "arn:aws:iam::111122223333:user/anna",
                      .principal_id = "AIDAANNA",
                      .user_name = "anna"};

  /// What `act(call)` answers, in a transaction that is committed if it succeeds.
  template <class Act>
  auto in_call(Act act) {
    auto transaction = store->begin();
    std::shared_ptr<void> staged;
    Call call{caller, *transaction, clock.time, "request", caller.account, region, ids, client, staged};
    auto answer = act(call);
    if (answer) {
      EXPECT_EQ(store->commit(*transaction), store::CommitOutcome::done);
    }
    return answer;
  }
};

/// "action resource key key …" of each access, its context's keys in order: what a request asks leave for.
inline std::vector<std::string> in_words(const Result<std::vector<Access>>& accesses) {
  if (!accesses) return {accesses.error().code};
  std::vector<std::string> out;
  for (const Access& access : *accesses) {
    std::string line = access.action + " " + access.resource;
    for (const auto& [key, values] : access.context) line += " " + key;
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace stellwerk::ports
