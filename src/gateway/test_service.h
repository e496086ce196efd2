#pragma once
#include <functional>
#include <memory>
#include <string>

#include "base/id_source.h"
#include "base/test_directory.h"
#include "gateway/run.h"
#include "store/store.h"

namespace stellwerk::gateway {

/// One service with one operation, "Do", that a test says; whoever calls may do so.
struct TestService {
  using Operation = std::function<Result<int>(ports::Call&, int)>;

  TestService() {
    auto opened = store::Store::open({directory.path / "db", std::string(32, 'k')}, clock);
    store = std::move(*opened);
    environment.reset(new Environment{*store, clock, ids, site, &identity});
    environment->dispatcher.add({&model, {&bound, 1}, this});
  }

  /// As a request does, whose transaction began before.
  Result<int> call(int request = 0) {
    int response = 0;
    auth::Caller caller{.type = auth::PrincipalType::user, .account = "111111111111"};
    Run run{{*environment->dispatcher.find("test"), bound}, caller, "eu-central-1", "id", clock.now(), &request};
    TRY(run_and_commit(*environment, run, store->begin(), &response));
    return response;
  }

  struct Nobody final : ports::Identity {
    std::optional<auth::Credential> find_credential(store::Transaction&, const std::string&,
                                                    const std::string&) override {
      return {};
    }
    void note_use(store::Transaction&, const auth::Caller&, std::string_view, const std::string&, Timestamp) override {}
    ports::PrincipalPolicies policies_of(store::Transaction&, const auth::Caller&) override { return {}; }
  };

  const protocol::Shape nothing{.kind = protocol::ShapeKind::structure, .name = "Nothing"};
  const protocol::Operation described{.name = "Do",
                                      .input = &nothing,
                                      .output = &nothing,
                                      .request_lifetime = &protocol::kLifetime<int>,
                                      .response_lifetime = &protocol::kLifetime<int>};
  const protocol::ServiceModel model{.name = "test",
                                     .signing_name = "test",
                                     .endpoint_prefix = "test",
                                     .protocol = protocol::Protocol::json,
                                     .operations = {&described, 1},
                                     .error_forms = {.throttled = {"ThrottlingException", 400}}};
  const ports::BoundOperation bound{
      &described,
      [](void* self, ports::Call& call, const void* request, void* response) -> Result<void> {
        auto& operation = static_cast<TestService*>(self)->operation;
        *static_cast<int*>(response) = TRY(operation(call, *static_cast<const int*>(request)));
        return {};
      },
      [](void*, ports::Call&, const void*) -> Result<std::vector<ports::Access>> {
        return std::vector<ports::Access>();
      }};
  Operation operation;
  TestDirectory directory;
  SystemClock clock;
  SystemIdSource ids;
  ports::Site site;
  Nobody identity;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<Environment> environment;
};

/// For calls of the one operation from within.
struct TestRequest {
  using Response = int;
  static constexpr std::string_view kService = "test", kOperation = "Do";
  int number = 0;
};

}  // namespace stellwerk::gateway
