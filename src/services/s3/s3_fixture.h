#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "api/kms.h"
#include "base/bytes.h"
#include "base/cipher.h"
#include "base/id_source.h"
#include "base/test_directory.h"
#include "ports/client.h"
#include "ports/site.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"
#include "services/s3/service.h"
#include "store/store.h"

namespace stellwerk::s3 {

struct FixedClock final : Clock {
  Timestamp time{1'763'879'400'000};
  Timestamp now() const override { return time; }
};

/// Carries S3's calls to itself and to a KMS of one key; `kms_denies` refuses Decrypt.
class LoopClient final : public ports::Client {
 public:
  explicit LoopClient(S3& s3) : s3_(s3) {}
  bool kms_denies = false;
  int data_keys = 0;
  std::vector<std::string> kms_regions;  // where keys were asked for, if not where the call was made

 protected:
  Result<void> invoke(const ports::Session&, std::string_view, std::string_view, const void*, void*) override {
    return ::stellwerk::Error{"Unexpected", "no call of its own was expected"};
  }
  Result<void> invoke(ports::Call& parent, std::string as_service, std::string_view service, std::string_view operation,
                      const void* request, void* response) override {
    (void)as_service;
    if (service == "s3" && operation == "DeleteObject") {
      *static_cast<DeleteObjectResponse*>(response) =
          TRY(delete_object(s3_, parent, *static_cast<const DeleteObjectRequest*>(request)));
      return {};
    }
    if (operation == "GenerateDataKey") {
      const auto& wanted = *static_cast<const kms::GenerateDataKeyRequest*>(request);
      ++data_keys;
      std::string key = parent.ids.bytes(kAes256KeyBytes);
      *static_cast<kms::GenerateDataKeyResponse*>(response) = {
          .ciphertext_blob = seal(std::string(32, 'k'), key, wanted.encryption_context->at("aws:s3:arn"), parent.ids),
          .plaintext = key,
          .key_id = "arn:aws:kms:eu-central-1:111122223333:key/1"};
      return {};
    }
    if (operation == "Decrypt") {
      const auto& wanted = *static_cast<const kms::DecryptRequest*>(request);
      if (kms_denies) return ::stellwerk::Error{"AccessDeniedException", "not authorized to perform: kms:Decrypt"};
      *static_cast<kms::DecryptResponse*>(response) = {
          .plaintext =
              unseal(std::string(32, 'k'), *wanted.ciphertext_blob, wanted.encryption_context->at("aws:s3:arn"))};
      return {};
    }
    return ::stellwerk::Error{"Unexpected", std::string(operation)};
  }
  Result<void> invoke_as(ports::Call& parent, const ports::Session& session, std::string_view service,
                         std::string_view operation, const void* request, void* response) override {
    EXPECT_EQ(session.caller.arn, parent.caller.arn);
    EXPECT_EQ(session.caller.via_service, "s3.amazonaws.com");
    kms_regions.push_back(session.region);
    return invoke(parent, "s3.amazonaws.com", service, operation, request, response);
  }

 private:
  S3& s3_;
};

/// Knows everyone but those called "nobody".
struct OpenPrincipals final : ports::Principals {
  Result<std::string> bind_policy(store::Transaction&, std::string_view policy) override {
    if (policy.find("user/nobody") == policy.npos) return std::string(policy);
    return ::stellwerk::Error{"MalformedPolicyDocument", "Invalid principal in policy", 400};
  }
  std::string show_policy(store::Transaction&, std::string_view policy) override { return std::string(policy); }
  std::optional<std::string> bind_principal(store::Transaction&, const std::string& name) override { return name; }
  std::string show_principal(store::Transaction&, const std::string& name) override { return name; }
};

/// Buckets in a store of their own; operations run without the gateway.
class S3Test : public testing::Test {
 protected:
  S3Test() {
    caller.type = auth::PrincipalType::root;
    caller.account = "111122223333";
    caller.arn = "arn:aws:iam::111122223333:root";
  }

  /// Runs one operation in a transaction of its own and commits.
  template <class Response, class Request>
  Result<Response> run(Result<Response> (*operation)(S3&, ports::Call&, const Request&), const Request& request) {
    std::shared_ptr<void> staged;
    while (true) {
      auto transaction = store->begin();
      ports::Call call = call_in(*transaction, staged);
      auto answer = operation(s3, call, request);
      if (!answer) return answer;
      if (store->commit(*transaction) == store::CommitOutcome::done) return answer;
    }
  }
  ports::Call call_in(store::Transaction& transaction, std::shared_ptr<void>& staged) {
    return {caller, transaction, clock.time, "request", caller.account, region, ids, client, staged};
  }

  void make_bucket(const std::string& name) {
    CreateBucketRequest request{.bucket = name};
    if (region != "us-east-1")
      request.create_bucket_configuration = CreateBucketConfiguration{.location_constraint = region};
    ASSERT_TRUE(run(create_bucket, request));
  }
  void set_versioning(const std::string& bucket, const std::string& status) {
    PutBucketVersioningRequest request{.bucket = bucket, .versioning_configuration = {.status = status}};
    ASSERT_TRUE(run(put_bucket_versioning, request));
  }
  PutObjectRequest put_request(const std::string& bucket, const std::string& key, const std::string& content) {
    PutObjectRequest request;
    request.bucket = bucket;
    request.key = key;
    request.body = std::make_shared<StringSource>(content);
    return request;
  }
  PutObjectResponse put(const std::string& bucket, const std::string& key, const std::string& content) {
    auto answer = run(put_object, put_request(bucket, key, content));
    EXPECT_TRUE(answer) << answer.error().code;
    return answer ? *answer : PutObjectResponse{};
  }
  Result<std::string> content(const std::string& bucket, const std::string& key,
                              std::optional<std::string> version_id = {}) {
    GetObjectResponse object =
        TRY(run(get_object, GetObjectRequest{.bucket = bucket, .key = key, .version_id = version_id}));
    return read_all(*object.body, 1 << 30);
  }

  TestDirectory directory;
  FixedClock clock;
  SeededIdSource ids{7};
  ports::Site site;
  std::unique_ptr<store::Store> store =
      store::Store::open({directory.path / "db", std::string(32, 'm')}, clock).value();
  std::unique_ptr<objects::BlobStore> blobs =
      objects::BlobStore::open(*store, directory.path / "objects", std::string(32, 'o'), ids, clock).value();
  OpenPrincipals principals;
  S3 s3{*blobs, site, principals};
  LoopClient client{s3};
  auth::Caller caller;
  std::string region = "eu-central-1";
};

}  // namespace stellwerk::s3
