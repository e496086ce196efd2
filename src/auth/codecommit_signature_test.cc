#include "auth/codecommit_signature.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "base/bytes.h"

namespace stellwerk::auth {
namespace {

const Timestamp kNow{1795415400000};  // 2026-11-23T06:30:00Z
constexpr std::string_view kHost = "git-codecommit.eu-central-1.amazonaws.com";
constexpr std::string_view kPath = "/v1/repos/disruptions";

Credential credential(std::string token = {}) {
  return {.access_key_id = "AKIAIOSFODNN7EXAMPLE",
          .secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
          .session_token = std::move(token)};
}

TEST(CodeCommitSignature, HoldsForItsHostPathAndTime) {
  SigningKeyCache keys;
  for (const Credential& one : {credential(), credential("token/with%and+signs==")}) {
    GitCredentials given = sign_git(one, "eu-central-1", std::string(kHost) + ":443", kPath, kNow);
    auto verify = [&](std::string_view region, std::string_view host, std::string_view path, std::int64_t later) {
      return verify_git(given, one, region, host, path, kNow.plus_seconds(later), keys).has_value();
    };
    EXPECT_EQ(parse_git_user_name(given.user_name).session_token, one.session_token);
    EXPECT_TRUE(verify("eu-central-1", kHost, kPath, 900));
    EXPECT_FALSE(verify("eu-central-1", kHost, kPath, 901));
    EXPECT_FALSE(verify("eu-central-1", kHost, kPath, -901));
    EXPECT_FALSE(verify("eu-west-1", kHost, kPath, 0));
    EXPECT_FALSE(verify("eu-central-1", "localhost", kPath, 0));
    EXPECT_FALSE(verify("eu-central-1", kHost, "/v1/repos/other", 0));
    given.password.back() = given.password.back() == '0' ? '1' : '0';
    EXPECT_FALSE(verify("eu-central-1", kHost, kPath, 0));
    given.password = "20261123T063000Z";
    EXPECT_FALSE(verify("eu-central-1", kHost, kPath, 0));
  }
}

TEST(CodeCommitSignature, ReadsBasicAuthorization) {
  auto given = parse_basic_authorization("Basic " + to_base64("AKIA%to:ken:20261123T063000Zab"));
  ASSERT_TRUE(given);
  EXPECT_EQ(given->user_name, "AKIA%to:ken");
  EXPECT_EQ(given->password, "20261123T063000Zab");
  EXPECT_FALSE(parse_basic_authorization("Bearer x"));
  EXPECT_FALSE(parse_basic_authorization("Basic !"));
}

std::string output_of(const std::string& command) {
  std::string out;
  std::array<char, 512> piece{};
  FILE* pipe = popen(command.c_str(), "r");
  while (pipe != nullptr && std::fgets(piece.data(), piece.size(), pipe) != nullptr) out += piece.data();
  if (pipe != nullptr) pclose(pipe);
  return out;
}

std::string line_after(const std::string& text, const std::string& name) {
  std::size_t at = text.find(name + "=");
  if (at == std::string::npos) return {};
  at += name.size() + 1;
  return text.substr(at, text.find('\n', at) - at);
}

TEST(CodeCommitSignature, AgreesWithTheCredentialHelper) {
  if (output_of("command -v aws").empty()) GTEST_SKIP() << "no aws on the path";
  for (const Credential& one : {credential(), credential("session/token=")}) {
    std::string environment = "AWS_ACCESS_KEY_ID=" + one.access_key_id +
                              " AWS_SECRET_ACCESS_KEY=" + one.secret_access_key + " AWS_DEFAULT_REGION=eu-central-1 ";
    if (!one.session_token.empty()) environment += "AWS_SESSION_TOKEN='" + one.session_token + "' ";
    std::string answer = output_of("printf 'protocol=https\\nhost=localhost:4566\\npath=v1/repos/disruptions\\n' | " +
                                   environment + "aws codecommit credential-helper --ignore-host-check get");
    GitCredentials given{line_after(answer, "username"), line_after(answer, "password")};
    SigningKeyCache keys;
    auto verified = verify_git(given, one, "eu-central-1", "localhost:4566", kPath, SystemClock().now(), keys);
    EXPECT_TRUE(verified) << (verified ? "" : verified.error().message) << answer;
  }
}

}  // namespace
}  // namespace stellwerk::auth
