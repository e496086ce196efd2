#include "services/codebuild/buildspec.h"

#include <gtest/gtest.h>

#include "services/codebuild/runtime_version.h"

namespace stellwerk::codebuild {
namespace {

std::string failure(std::string_view text) {
  auto parsed = parse_buildspec(text);
  if (parsed) return "";
  EXPECT_EQ(parsed.error().code, "YAML_FILE_ERROR");
  return parsed.error().message;
}

TEST(Buildspec, ReadsEverySection) {
  auto parsed = parse_buildspec(R"(version: 0.2
env:
  shell: bash
  variables: {A: "1", B: two}
  parameter-store: {P: /app/p}
  secrets-manager: {S: "id:key"}
  exported-variables: [A]
phases:
  install:
    runtime-versions: {nodejs: 20, python: 3.11}
    commands:
      - npm ci
  build:
    on-failure: ABORT
    commands:
      - |
        echo one
        echo two
    finally: [echo end]
artifacts:
  files: ['**/*']
  base-directory: dist
  discard-paths: no
  exclude-paths: ["**/*.map"]
  secondary-artifacts:
    reports: {files: [report.xml], name: r}
cache:
  paths: [node_modules/**/*]
)");
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->variables.at("B"), "two");
  EXPECT_EQ(parsed->parameter_store.at("P"), "/app/p");
  EXPECT_EQ(parsed->install.runtime_versions.at("python"), "3.11");
  EXPECT_EQ(parsed->build.commands.at(0), "echo one\necho two\n");
  EXPECT_TRUE(parsed->build.aborts_on_failure);
  EXPECT_FALSE(parsed->post_build.is_present);
  EXPECT_EQ(parsed->artifacts->base_directory, "dist");
  EXPECT_EQ(parsed->secondary_artifacts.at("reports").files.at(0), "report.xml");
}

TEST(Buildspec, SaysWhatIsWrong) {
  EXPECT_NE(failure("phases: {}").find("version"), std::string::npos);
  EXPECT_NE(failure("version: 0.1\nphases: {}").find("0.2"), std::string::npos);
  EXPECT_NE(failure("version: 0.2").find("phases"), std::string::npos);
  EXPECT_NE(failure("- a").find("wrong container tag"), std::string::npos);
  EXPECT_NE(failure("version: 0.2\nphases:\n  build:\n    commands:\n      - echo: a: b").find("line"),
            std::string::npos);
  EXPECT_NE(failure("version: 0.2\nphases:\n  build:\n    commands:\n      - echo Hello: World")
                .find("Expected Commands[0] to be of string type"),
            std::string::npos);
  EXPECT_NE(failure("version: 0.2\nphases: {build: {comands: []}}").find("Invalid key comands"), std::string::npos);
  EXPECT_NE(failure("version: 0.2\nreports: {}\nphases: {build: {}}").find("not supported"), std::string::npos);
  EXPECT_NE(failure("version: 0.2\nrun-as: me\nphases: {build: {}}").find("not supported"), std::string::npos);
  EXPECT_NE(failure(std::string(kBuildspecLimitBytes + 1, ' ')).find("larger"), std::string::npos);
  EXPECT_NE(failure(std::string(100'000, '[')), "");
}

TEST(Buildspec, Globs) {
  EXPECT_TRUE(matches_glob("**/*", "a"));
  EXPECT_TRUE(matches_glob("**/*", "a/b/c.txt"));
  EXPECT_TRUE(matches_glob("**", "a/b"));
  EXPECT_TRUE(matches_glob("dist/**/*", "dist/a"));
  EXPECT_TRUE(matches_glob("dist/**/*", "dist/x/y/a"));
  EXPECT_FALSE(matches_glob("dist/**/*", "dist2/a"));
  EXPECT_TRUE(matches_glob("*.js", "a.js"));
  EXPECT_FALSE(matches_glob("*.js", "b/a.js"));
  EXPECT_TRUE(matches_glob("**/*.js", "b/a.js"));
  EXPECT_TRUE(matches_glob("a?c", "abc"));
  EXPECT_FALSE(matches_glob("a?c", "a/c"));
  EXPECT_TRUE(matches_glob("a/b", "a/b"));
  EXPECT_FALSE(matches_glob("", "a"));
  EXPECT_FALSE(matches_glob(std::string(200, '*') + "x", std::string(2000, 'a')));
}

TEST(Buildspec, InlineOrPath) {
  EXPECT_TRUE(is_inline_buildspec("version: 0.2\nphases: {}"));
  EXPECT_TRUE(is_inline_buildspec("{\"version\": 0.2}"));
  EXPECT_FALSE(is_inline_buildspec("ci/buildspec.yml"));
  EXPECT_FALSE(is_inline_buildspec("versions/buildspec.yml"));
  EXPECT_FALSE(is_inline_buildspec("arn:aws:s3:::bucket/spec.yml"));
  EXPECT_FALSE(is_inline_buildspec(""));
}

TEST(RuntimeVersion, ComparesWithTheHosts) {
  EXPECT_EQ(*check_runtime_version("nodejs", "20", "v20.20.2"), "20.20.2");
  EXPECT_EQ(*check_runtime_version("nodejs", "latest", "v20.20.2"), "20.20.2");
  EXPECT_EQ(*check_runtime_version("python", "3.x", "Python 3.11.2"), "3.11.2");
  EXPECT_EQ(*check_runtime_version("java", "corretto17", "openjdk 17.0.9 2023-10-17"), "17.0.9");
  EXPECT_FALSE(check_runtime_version("nodejs", "2", "v20.20.2"));
  auto missing = check_runtime_version("golang", "1.22", "");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("Debian package golang"), std::string::npos);
  EXPECT_FALSE(runtime_version_command("cobol"));
}

}  // namespace
}  // namespace stellwerk::codebuild
