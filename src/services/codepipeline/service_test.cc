#include "services/codepipeline/service.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "api/codebuild.h"
#include "aws/completion.h"
#include "base/id_source.h"
#include "ports/test_call.h"

namespace stellwerk::codepipeline {
namespace {

constexpr const char* kBuildArn = "arn:aws:codebuild:eu-central-1:111122223333:build/b:1";

/// CodeBuild with one build, and an S3 that takes everything.
struct OneBuild final : ports::Client {
  std::atomic<int> looks = 0;
  std::atomic<bool> is_over = false;

  Result<void> invoke(const ports::Session&, std::string_view, std::string_view operation, const void*,
                      void* response) override {
    codebuild::Build build;
    build.id = "b:1";
    build.arn = kBuildArn;
    build.build_complete = is_over.load();
    build.build_status = is_over ? "SUCCEEDED" : "IN_PROGRESS";
    if (operation == "StartBuild") static_cast<codebuild::StartBuildResponse*>(response)->build = build;
    if (operation == "BatchGetBuilds") {
      static_cast<codebuild::BatchGetBuildsResponse*>(response)->builds = {build};
      ++looks;
    }
    return {};
  }
  Result<void> invoke(ports::Call&, std::string, std::string_view, std::string_view, const void*, void*) override {
    return ports::NoClient::absent();
  }
  Result<void> invoke_as(ports::Call&, const ports::Session&, std::string_view, std::string_view, const void*,
                         void*) override {
    return ports::NoClient::absent();
  }
};

struct OpenRoles final : ports::Roles {
  Result<ports::Session> enter(const ports::Errand& errand, const std::string&) override {
    return ports::Session{.caller = {}, .region = errand.scope.region};
  }
  Result<auth::Credential> credential(const ports::Errand&, const std::string&) override { return auth::Credential{}; }
};

struct OneCommit final : ports::SourceTree {
  Result<Revision> resolve(const ports::Session&, const std::string&, const std::string&, const std::string&) override {
    return Revision{"c0ffee", "one", "anna", {}};
  }
  Result<std::shared_ptr<ByteSource>> zip(const ports::Session&, const std::string&, const std::string&,
                                          const std::string&) override {
    return std::shared_ptr<ByteSource>();
  }
};

PipelineDeclaration source_and_build() {
  PipelineDeclaration out;
  out.name = "p";
  out.role_arn = "arn:aws:iam::111122223333:role/p";
  out.artifact_store = ArtifactStore{"S3", "artifacts", std::nullopt};
  out.stages.resize(2);
  ActionDeclaration& fetch = out.stages[0].actions.emplace_back();
  out.stages[0].name = fetch.name = "Fetch";
  fetch.action_type_id = {"Source", "AWS", "CodeCommit", "1"};
  fetch.configuration = {{{"RepositoryName", "r"}, {"BranchName", "main"}, {"PollForSourceChanges", "false"}}};
  fetch.output_artifacts = {{{"source", std::nullopt}}};
  ActionDeclaration& make = out.stages[1].actions.emplace_back();
  out.stages[1].name = make.name = "Make";
  make.action_type_id = {"Build", "AWS", "CodeBuild", "1"};
  make.configuration = {{{"ProjectName", "b"}}};
  make.input_artifacts = {{{"source"}}};
  complete_definition(out);
  return out;
}

class CodePipelineTest : public testing::Test {
 protected:
  CodePipelineTest() {
    service.attend(outbox);
    outbox.start();
    in([&](store::Transaction& transaction) {
      PipelineRecord record;
      record.name = "p";
      record.definition = encode_definition(source_and_build());
      kVersions.put(transaction, scope, {"p", store::ordered(1)}, {record.definition});
      service.engine(transaction, scope, calls.clock.time).start(record, {"StartPipelineExecution", "me"});
    });
  }
  ~CodePipelineTest() override { outbox.stop(); }

  void in(const std::function<void(store::Transaction&)>& work) {
    ASSERT_TRUE(calls.store->run([&](store::Transaction& transaction) -> Result<void> {
      work(transaction);
      return {};
    }));
  }

  std::string status() {
    auto transaction = calls.store->begin();
    return service.engine(*transaction, scope, calls.clock.time).execution("p", 1)->status;
  }

  bool comes_true(const std::function<bool()>& condition) {
    for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return condition();
  }

  store::Scope scope{"111122223333", "eu-central-1"};
  ports::TestCalls calls;
  OneBuild client;
  OpenRoles roles;
  OneCommit sources;
  ports::HeardEvents events;
  ports::Site site;
  CodePipeline service{*calls.store, calls.clock, calls.ids, client, roles, events, sources, site};
  store::Outbox outbox{*calls.store, calls.clock};
};

TEST_F(CodePipelineTest, GoesOnWhenTheBuildThatItWaitsForIsComplete) {
  ASSERT_TRUE(comes_true([&] { return client.looks == 1; }));
  EXPECT_EQ(status(), "InProgress");
  client.is_over = true;
  in([](store::Transaction& transaction) { aws::complete(transaction, "arn:aws:codebuild:another"); });
  in([](store::Transaction& transaction) { aws::complete(transaction, kBuildArn); });
  EXPECT_TRUE(comes_true([&] { return status() == "Succeeded"; })) << status();
  EXPECT_EQ(client.looks, 2) << "only its own build's end makes it look";
}

}  // namespace
}  // namespace stellwerk::codepipeline
