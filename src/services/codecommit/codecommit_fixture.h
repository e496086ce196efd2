#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/kms.h"
#include "base/cipher.h"
#include "base/test_directory.h"
#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

/// For tests: repositories in a store of their own; operations run without the gateway.
namespace stellwerk::codecommit {

struct FixedClock final : Clock {
  Timestamp time{1'763'879'400'000};
  Timestamp now() const override { return time; }
};

/// A KMS of one key, or of one error.
class OneKey final : public ports::Client {
 public:
  std::optional<::stellwerk::Error> error;

 protected:
  Result<void> invoke(const ports::Session&, std::string_view, std::string_view operation, const void* request,
                      void* response) override {
    return answer(operation, request, response);
  }
  Result<void> invoke(ports::Call&, std::string, std::string_view, std::string_view operation, const void* request,
                      void* response) override {
    return answer(operation, request, response);
  }
  Result<void> invoke_as(ports::Call&, const ports::Session&, std::string_view, std::string_view operation,
                         const void* request, void* response) override {
    return answer(operation, request, response);
  }

 private:
  static constexpr const char* kArn = "arn:aws:kms:eu-central-1:111122223333:key/1";

  Result<void> answer(std::string_view operation, const void* request, void* response) {
    if (error) return ::stellwerk::Error(*error);
    if (operation == "GenerateDataKey") {
      std::string key(kAes256KeyBytes, 'd');
      *static_cast<kms::GenerateDataKeyResponse*>(response) = {
          .ciphertext_blob = "sealed" + key, .plaintext = key, .key_id = kArn};
    } else if (operation == "Encrypt") {
      const auto& wanted = *static_cast<const kms::EncryptRequest*>(request);
      *static_cast<kms::EncryptResponse*>(response) = {.ciphertext_blob = "sealed" + wanted.plaintext,
                                                       .key_id = kArn + std::string("23")};
    } else if (operation == "Decrypt") {
      const auto& wanted = *static_cast<const kms::DecryptRequest*>(request);
      *static_cast<kms::DecryptResponse*>(response) = {.plaintext = wanted.ciphertext_blob->substr(6)};
    }
    return {};
  }
};

struct Everyone final : ports::Authoriser {
  std::vector<ports::Access> asked;
  Result<void> check(store::Transaction&, const auth::Caller&, const std::string&, Timestamp,
                     std::vector<ports::Access> accesses) override {
    for (ports::Access& one : accesses) asked.push_back(std::move(one));
    return {};
  }
};

struct Told final : ports::EventSink {
  std::vector<Event> events;
  void emit(store::Transaction&, const store::Scope&, Timestamp, Event event) override {
    events.push_back(std::move(event));
  }
};

class CodeCommitTest : public testing::Test {
 protected:
  CodeCommitTest() {
    caller.type = auth::PrincipalType::user;
    caller.account = "111122223333";
    caller.user_name = "alice";
    caller.arn = "arn:aws:iam::111122223333:user/alice";
    EXPECT_TRUE(run(create_repository, {.repository_name = name}));
  }

  template <class Response, class Request>
  Result<Response> run(Result<Response> (*operation)(CodeCommit&, ports::Call&, const Request&),
                       const std::type_identity_t<Request>& request) {
    std::shared_ptr<void> staged;
    while (true) {
      auto transaction = store->begin();
      ports::Call call = call_in(*transaction, staged);
      auto answer = operation(service, call, request);
      // A conflict: packs are joined in the background.
      if (!answer || store->commit(*transaction) == store::CommitOutcome::done) return answer;
    }
  }
  ports::Call call_in(store::Transaction& transaction, std::shared_ptr<void>& staged) {
    return {caller, transaction, clock.time, "request", caller.account, "eu-central-1", ids, client, staged};
  }

  /// The code of an operation's error; "" if it succeeded.
  template <class Response, class Request>
  std::string error(Result<Response> (*operation)(CodeCommit&, ports::Call&, const Request&),
                    const std::type_identity_t<Request>& request) {
    auto answer = run(operation, request);
    return answer ? "" : answer.error().code;
  }

  template <class Request>
  std::vector<ports::Access> accesses_of(const Request& request) {
    std::shared_ptr<void> staged;
    auto transaction = store->begin();
    ports::Call call = call_in(*transaction, staged);
    auto found = accesses(service, call, request);
    EXPECT_TRUE(found);
    return found ? *found : std::vector<ports::Access>{};
  }

  /// Puts a file on main and answers the commit.
  std::string put(const std::string& path, const std::string& content) {
    PutFileRequest request{.repository_name = name, .branch_name = "main", .file_content = content, .file_path = path};
    if (!tip.empty()) request.parent_commit_id = tip;
    auto answer = run(put_file, request);
    EXPECT_TRUE(answer) << answer.error().code << ": " << answer.error().message;
    if (answer) tip = answer->commit_id;
    return tip;
  }

  TestDirectory directory;
  FixedClock clock;
  SeededIdSource ids{7};
  ports::Site site{.work_directory = directory.path / "work"};
  std::unique_ptr<store::Store> store =
      store::Store::open({directory.path / "db", std::string(32, 'm')}, clock).value();
  std::unique_ptr<objects::BlobStore> blobs =
      objects::BlobStore::open(*store, directory.path / "objects", std::string(32, 'o'), ids, clock).value();
  OneKey client;
  Everyone authoriser;
  Told told;
  CodeCommit service{{.store = *store,
                      .clock = clock,
                      .ids = ids,
                      .client = client,
                      .authoriser = authoriser,
                      .events = told,
                      .blobs = *blobs,
                      .site = site}};
  auth::Caller caller;
  const std::string name = "site";
  std::string tip;
};

}  // namespace stellwerk::codecommit
