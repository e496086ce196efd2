#include "services/codepipeline/engine.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>

#include "base/json.h"
#include "base/test_directory.h"
#include "ports/test_call.h"
#include "services/codepipeline/variables.h"
#include "store/outbox.h"
#include "store/store.h"

namespace stellwerk::codepipeline {
namespace {

ActionDeclaration action(std::string name, std::string category, std::string provider, std::vector<std::string> inputs,
                         std::vector<std::string> outputs, std::map<std::string, std::string> configuration) {
  ActionDeclaration out;
  out.name = std::move(name);
  out.action_type_id = {std::move(category), "AWS", std::move(provider), "1"};
  out.configuration = std::move(configuration);
  out.input_artifacts.emplace();
  out.output_artifacts.emplace();
  for (auto& input : inputs) out.input_artifacts->push_back({input});
  for (auto& output : outputs) out.output_artifacts->push_back({output, std::nullopt});
  return out;
}

PipelineDeclaration three_stages() {
  PipelineDeclaration out;
  out.name = "p";
  out.role_arn = "arn:aws:iam::111122223333:role/p";
  out.artifact_store = ArtifactStore{"S3", "artifacts", std::nullopt};
  ActionDeclaration source =
      action("Fetch", "Source", "CodeCommit", {}, {"source"}, {{"RepositoryName", "r"}, {"BranchName", "main"}});
  source.namespace_ = "Source";
  out.stages.resize(3);
  out.stages[0].name = "Source";
  out.stages[0].actions = {source};
  out.stages[1].name = "Build";
  out.stages[1].actions = {
      action("Make", "Build", "CodeBuild", {"source"}, {"site"}, {{"ProjectName", "b-#{Source.CommitId}"}}),
      action("Lint", "Test", "CodeBuild", {"source"}, {}, {{"ProjectName", "l"}})};
  out.stages[2].name = "Release";
  out.stages[2].actions = {action("Approve", "Approval", "Manual", {}, {}, {}),
                           action("Deploy", "Deploy", "S3", {"site"}, {}, {{"BucketName", "w"}, {"Extract", "true"}})};
  out.stages[2].actions[1].run_order = 2;
  complete_definition(out);
  return out;
}

class EngineTest : public testing::Test {
 protected:
  EngineTest() {
    store_ = std::move(*store::Store::open({directory_.path, std::string(32, 'k')}, clock_));
    define(three_stages());
  }

  void define(const PipelineDeclaration& declaration) {
    ASSERT_TRUE(check_definition(declaration)) << check_definition(declaration).error().message;
    in([&](Engine&, store::Transaction& transaction) {
      PipelineRecord record;
      record.name = "p";
      record.definition = encode_definition(declaration);
      kPipelines.put(transaction, scope_, {"p"}, record);
      kVersions.put(transaction, scope_, {"p", store::ordered(1)}, {record.definition});
    });
  }

  void in(const std::function<void(Engine&, store::Transaction&)>& work) {
    auto done = store_->run([&](store::Transaction& transaction) -> Result<void> {
      Engine engine(transaction, scope_, {1000}, ids_, sink_);
      work(engine, transaction);
      return {};
    });
    ASSERT_TRUE(done);
  }

  std::uint64_t start() {
    std::uint64_t sequence = 0;
    in([&](Engine& engine, store::Transaction& transaction) {
      auto pipeline = kPipelines.get(transaction, scope_, {"p"});
      sequence = engine.start(*pipeline, {"StartPipelineExecution", "me"}).sequence;
    });
    advance(sequence);
    return sequence;
  }

  void advance(std::uint64_t sequence) {
    in([&](Engine& engine, store::Transaction&) { engine.advance("p", sequence); });
  }

  ExecutionRecord execution(std::uint64_t sequence) {
    ExecutionRecord out;
    in([&](Engine& engine, store::Transaction&) { out = *engine.execution("p", sequence); });
    return out;
  }

  std::optional<ActionRun> run(std::uint64_t sequence, const std::string& stage, const std::string& name) {
    std::optional<ActionRun> out;
    in([&](Engine& engine, store::Transaction&) {
      auto runs = engine.runs_of(*engine.execution("p", sequence), stage);
      if (runs.contains(name)) out = runs.at(name);
    });
    return out;
  }

  // Ends an action as its worker would, and lets the execution go on.
  void finish(std::uint64_t sequence, const std::string& stage, const std::string& name, bool succeeded) {
    auto found = run(sequence, stage, name);
    ASSERT_TRUE(found) << stage << "/" << name << " does not run";
    in([&](Engine& engine, store::Transaction&) {
      ActionOutcome outcome{succeeded, "done", succeeded ? "" : "JobFailed", succeeded ? "" : "it failed"};
      outcome.output_variables = {{"CommitId", "c0ffee"}};
      engine.finish_action({"p", sequence, stage, name, found->id}, outcome);
    });
    advance(sequence);
  }

  void reach_release(std::uint64_t sequence) {
    finish(sequence, "Source", "Fetch", true);
    finish(sequence, "Build", "Make", true);
    finish(sequence, "Build", "Lint", true);
  }

  TestDirectory directory_;
  SystemClock clock_;
  SeededIdSource ids_{1};
  ports::HeardEvents sink_;
  store::Scope scope_{"111122223333", "eu-central-1"};
  std::unique_ptr<store::Store> store_;
};

TEST_F(EngineTest, WalksFromStageToStageAndHandsArtifactsOn) {
  auto sequence = start();
  EXPECT_FALSE(run(sequence, "Build", "Make"));
  finish(sequence, "Source", "Fetch", true);
  auto make = run(sequence, "Build", "Make");
  ASSERT_TRUE(make);
  EXPECT_EQ(make->resolved_configuration.at("ProjectName"), "b-c0ffee");
  ASSERT_EQ(make->inputs.size(), 1u);
  EXPECT_EQ(make->inputs[0].bucket, "artifacts");
  finish(sequence, "Build", "Make", true);
  EXPECT_FALSE(run(sequence, "Release", "Approve")) << "the other action of the stage still runs";
  finish(sequence, "Build", "Lint", true);
  EXPECT_FALSE(run(sequence, "Release", "Deploy")) << "its run order comes after the approval's";
  EXPECT_FALSE(run(sequence, "Release", "Approve")->token.empty());
  finish(sequence, "Release", "Approve", true);
  finish(sequence, "Release", "Deploy", true);
  EXPECT_EQ(execution(sequence).status, "Succeeded");
}

TEST_F(EngineTest, AFailureWaitsForTheOthersThenEndsTheExecution) {
  auto sequence = start();
  finish(sequence, "Source", "Fetch", true);
  finish(sequence, "Build", "Make", false);
  EXPECT_EQ(execution(sequence).status, "InProgress");
  finish(sequence, "Build", "Lint", true);
  EXPECT_EQ(execution(sequence).status, "Failed");
  EXPECT_FALSE(run(sequence, "Release", "Approve"));
}

TEST_F(EngineTest, AnActionEndsOnce) {
  auto sequence = start();
  finish(sequence, "Source", "Fetch", true);
  auto fetch = run(sequence, "Source", "Fetch");
  in([&](Engine& engine, store::Transaction&) {
    engine.finish_action({"p", sequence, "Source", "Fetch", fetch->id}, {false, "late", "TimeOut", "late"});
  });
  EXPECT_EQ(run(sequence, "Source", "Fetch")->status, "Succeeded");
}

TEST_F(EngineTest, ANewerExecutionSupersedesTheOneThatWaits) {
  auto first = start();
  reach_release(first);  // in Release, at the approval
  auto second = start();
  reach_release(second);  // waits for Release
  EXPECT_FALSE(run(second, "Release", "Approve"));
  auto third = start();
  reach_release(third);
  EXPECT_EQ(execution(second).status, "Superseded");
  finish(first, "Release", "Approve", false);
  EXPECT_EQ(execution(first).status, "Failed");
  advance(third);
  EXPECT_TRUE(run(third, "Release", "Approve"));
  EXPECT_EQ(execution(third).status, "InProgress");
}

TEST_F(EngineTest, ARetryRunsTheFailedActionsAgain) {
  auto sequence = start();
  finish(sequence, "Source", "Fetch", true);
  finish(sequence, "Build", "Make", true);
  finish(sequence, "Build", "Lint", false);
  auto old_lint = run(sequence, "Build", "Lint")->id;
  in([&](Engine& engine, store::Transaction& transaction) {
    auto pipeline = kPipelines.get(transaction, scope_, {"p"});
    engine.retry_stage(*pipeline, *engine.execution("p", sequence), false, false);
  });
  advance(sequence);
  EXPECT_NE(run(sequence, "Build", "Lint")->id, old_lint);
  EXPECT_EQ(run(sequence, "Build", "Make")->status, "Succeeded");
  finish(sequence, "Build", "Lint", true);
  EXPECT_TRUE(run(sequence, "Release", "Approve"));
}

TEST_F(EngineTest, AFailedReleaseRollsItselfBack) {
  PipelineDeclaration declaration = three_stages();
  declaration.stages[2].on_failure.emplace();
  declaration.stages[2].on_failure->result = "ROLLBACK";
  define(declaration);
  auto good = start();
  reach_release(good);
  finish(good, "Release", "Approve", true);
  finish(good, "Release", "Deploy", true);
  auto bad = start();
  reach_release(bad);
  finish(bad, "Release", "Approve", true);
  finish(bad, "Release", "Deploy", false);
  EXPECT_EQ(execution(bad).status, "Failed");
  auto rollback = bad + 1;
  EXPECT_EQ(execution(rollback).type, "ROLLBACK");
  EXPECT_EQ(execution(rollback).rollback_target, execution(good).id);
  advance(rollback);
  finish(rollback, "Release", "Approve", true);
  EXPECT_EQ(run(rollback, "Release", "Deploy")->inputs[0].key, run(good, "Release", "Deploy")->inputs[0].key);
}

TEST_F(EngineTest, StoppingLetsRunningActionsEndUnlessTheyAreAbandoned) {
  auto sequence = start();
  finish(sequence, "Source", "Fetch", true);
  in([&](Engine& engine, store::Transaction&) { engine.stop(*engine.execution("p", sequence), false, "enough"); });
  advance(sequence);
  EXPECT_EQ(execution(sequence).status, "Stopping");
  finish(sequence, "Build", "Make", true);
  finish(sequence, "Build", "Lint", true);
  EXPECT_EQ(execution(sequence).status, "Stopped");
  auto other = start();
  in([&](Engine& engine, store::Transaction&) { engine.stop(*engine.execution("p", other), true, "now"); });
  advance(other);
  EXPECT_EQ(execution(other).status, "Stopped");
}

TEST_F(EngineTest, AClosedGateHoldsAnExecutionBack) {
  in([&](Engine& engine, store::Transaction& transaction) {
    auto pipeline = kPipelines.get(transaction, scope_, {"p"});
    engine.set_gate(*pipeline, "Build", false, "freeze", "me");
  });
  auto sequence = start();
  finish(sequence, "Source", "Fetch", true);
  EXPECT_FALSE(run(sequence, "Build", "Make"));
  in([&](Engine& engine, store::Transaction& transaction) {
    auto pipeline = kPipelines.get(transaction, scope_, {"p"});
    engine.set_gate(*pipeline, "Build", true, "", "me");
  });
  advance(sequence);
  EXPECT_TRUE(run(sequence, "Build", "Make"));
}

TEST(PipelineDefinition, RefusesWhatCannotRun) {
  auto refused = [](auto change) {
    PipelineDeclaration declaration = three_stages();
    change(declaration);
    return !check_definition(declaration);
  };
  EXPECT_FALSE(refused([](PipelineDeclaration&) {}));
  EXPECT_TRUE(refused([](PipelineDeclaration& p) { p.stages.resize(1); }));
  EXPECT_TRUE(refused([](PipelineDeclaration& p) { p.stages[1].name = "Source"; }));
  EXPECT_TRUE(refused([](PipelineDeclaration& p) { p.stages[1].actions[0].input_artifacts->front().name = "none"; }));
  EXPECT_TRUE(refused([](PipelineDeclaration& p) { p.stages[1].actions[0].action_type_id.provider = "Jenkins"; }));
  EXPECT_TRUE(refused([](PipelineDeclaration& p) { p.stages[1].actions[0].configuration->clear(); }));
  EXPECT_TRUE(refused([](PipelineDeclaration& p) { p.stages[1].actions[0].configuration->emplace("Unknown", "x"); }));
  EXPECT_TRUE(refused([](PipelineDeclaration& p) { p.artifact_store.reset(); }));
  EXPECT_TRUE(refused([](PipelineDeclaration& p) { p.stages[2].actions[1].configuration->at("Extract") = "maybe"; }));
  EXPECT_TRUE(refused([](PipelineDeclaration& p) { p.stages[2].actions[1].configuration->at("Extract") = "false"; }));
  EXPECT_TRUE(refused([](PipelineDeclaration& p) { p.execution_mode = "QUEUED"; })) << "V1 knows SUPERSEDED only";
}

TEST(PipelineDefinition, RefusesEnvironmentVariablesThatAreNone) {
  auto taken = [](const char* environment) {
    PipelineDeclaration declaration = three_stages();
    declaration.stages[1].actions[0].configuration->emplace("EnvironmentVariables", environment);
    return check_definition(declaration).has_value();
  };
  EXPECT_TRUE(taken(R"([{"name":"A","value":"#{Source.CommitMessage}","type":"PLAINTEXT"},{"name":"B","value":""}])"));
  for (const char* text :
       {"", "{}", "A=b", R"(["A"])", R"([{"name":"A"}])", R"([{"name":"","value":"x"}])", R"([{"name":"A","value":1}])",
        R"([{"name":"A","value":"x","type":"SECRET"}])", R"([{"name":"A","value":"x","Value":"y"}])",
        R"([{"name":"A","value":"x"},{"name":"A","value":"y"}])"}) {
    EXPECT_FALSE(taken(text)) << text;
  }
}

TEST(PipelineDefinition, ReferencesGoToEarlierActionsOnly) {
  auto refusal = [](std::size_t stage, std::size_t action, const char* project, const char* name_space = "") {
    PipelineDeclaration declaration = three_stages();
    declaration.pipeline_type = "V2";
    declaration.variables = {{{.name = "Colour"}}};
    ActionDeclaration& changed = declaration.stages[stage].actions[action];
    (*changed.configuration)[stage == 1 ? "ProjectName" : "BucketName"] = project;
    if (*name_space) changed.namespace_ = name_space;
    auto checked = check_definition(declaration);
    return checked ? std::string() : checked.error().code + ": " + checked.error().message;
  };
  for (const char* sound : {"plain", "#{Source.CommitId}", "#{codepipeline.PipelineExecutionId}", "#{variables.Colour}",
                            "#{Source.CommitId}-#{variables.Colour}", "#{open"}) {
    EXPECT_EQ(refusal(1, 0, sound), "") << sound;
  }
  for (const char* wrong : {"#{Source.Nothing}", "#{Nobody.CommitId}", "#{variables.Size}", "#{codepipeline.Name}",
                            "#{Source}", "#{}", "#{.x}", "#{Built.x}"}) {
    EXPECT_TRUE(refusal(1, 0, wrong, "Built").starts_with("InvalidActionDeclarationException")) << wrong;
  }
  // A build chooses its variables while it runs.
  PipelineDeclaration declaration = three_stages();
  declaration.stages[1].actions[0].namespace_ = "Built";
  declaration.stages[2].actions[1].configuration->at("BucketName") = "#{Built.anything}";
  EXPECT_TRUE(check_definition(declaration));
  declaration.stages[1].actions[1].configuration->at("ProjectName") = "#{Built.anything}";
  EXPECT_FALSE(check_definition(declaration)) << "it runs beside the other";
  declaration.stages[1].actions[1].run_order = 2;
  EXPECT_TRUE(check_definition(declaration));
  declaration.stages[1].actions[1].namespace_ = "Built";
  EXPECT_FALSE(check_definition(declaration)) << "a namespace is one action's";
  declaration.stages[1].actions[1].namespace_ = "variables";
  EXPECT_FALSE(check_definition(declaration)) << "reserved";
}

TEST_F(EngineTest, AbandonedBuildsAreToldOf) {
  std::vector<std::string> abandoned;
  auto sequence = start();
  finish(sequence, "Source", "Fetch", true);
  ActionReference make{"p", sequence, "Build", "Make", run(sequence, "Build", "Make")->id};
  ActionReference lint = make;
  lint.action = "Lint";
  lint.run_id = run(sequence, "Build", "Lint")->id;
  in([&](Engine& engine, store::Transaction&) { engine.note_work(make, {"b:1", "arn:b:1"}); });
  in([&](Engine& engine, store::Transaction&) { engine.stop(*engine.execution("p", sequence), true, "now"); });
  // This one was on its way when the execution was stopped.
  in([&](Engine& engine, store::Transaction&) { engine.note_work(lint, {"l:1", "arn:l:1"}); });
  store::Outbox outbox(*store_, clock_);
  std::promise<void> both;
  kAbandonAction.handle(outbox, [&](const store::Scope&, const ActionReference& reference) -> Result<void> {
    abandoned.push_back(reference.action);
    if (abandoned.size() == 2) both.set_value();
    return {};
  });
  outbox.start();
  EXPECT_EQ(both.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
  outbox.stop();
  EXPECT_EQ(abandoned, (std::vector<std::string>{"Make", "Lint"}));
}

TEST(PipelineVariables, AreReplacedOrNamed) {
  std::map<std::string, std::string> values{{"Source.CommitId", "abc"}};
  EXPECT_EQ(*resolve_variables("release #{Source.CommitId}!", values), "release abc!");
  EXPECT_EQ(*resolve_variables("#{", values), "#{");
  auto missing = resolve_variables("#{Source.Other}", values);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("Source.Other"), std::string::npos);
}

TEST(PipelineVariables, NeverBreakTheJsonAroundThem) {
  std::map<std::string, std::string> values{{"Source.CommitMessage", "say \"hi\"\n\\o/"}, {"Source.CommitId", "abc"}};
  std::string text = R"json([{"name":"M","value":"#{Source.CommitMessage} (#{Source.CommitId})"}])json";
  auto resolved = parse_json(*resolve_setting("EnvironmentVariables", text, values));
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->array()->front().string_at("value"), "say \"hi\"\n\\o/ (abc)");
  EXPECT_EQ(*resolve_setting("ProjectName", "p-#{Source.CommitId}", values), "p-abc");
}

}  // namespace
}  // namespace stellwerk::codepipeline
