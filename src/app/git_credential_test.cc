#include "app/git_credential.h"

#include <gtest/gtest.h>

namespace stellwerk::app {
namespace {

AwsProfile profile() {
  AwsProfile made;
  made.credential.access_key_id = "AKIDEXAMPLE";
  made.credential.secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  made.region = "eu-central-1";
  return made;
}

const Timestamp kNow = *from_basic_iso8601("20261123T063000Z");

TEST(GitCredential, AnswersUserNameAndPassword) {
  auto answer = git_credential("protocol=https\nhost=localhost:4566\npath=v1/repos/site\n\n", profile(), kNow);
  ASSERT_TRUE(answer.has_value());
  EXPECT_TRUE(answer->starts_with("username=AKIDEXAMPLE\npassword=20261123T063000Z")) << *answer;
  EXPECT_TRUE(answer->ends_with("\n"));
}

TEST(GitCredential, SignsForTheRegionInTheHost) {
  AwsProfile elsewhere = profile();
  elsewhere.region = "us-east-1";
  const std::string input = "protocol=https\nhost=git-codecommit.eu-central-1.localhost\npath=v1/repos/site\n";
  EXPECT_EQ(*git_credential(input, profile(), kNow), *git_credential(input, elsewhere, kNow));
}

TEST(GitCredential, SaysWhatToDoWithoutAPath) {
  auto answer = git_credential("protocol=https\nhost=localhost:4566\n", profile(), kNow);
  ASSERT_FALSE(answer.has_value());
  EXPECT_NE(answer.error().message.find("credential.UseHttpPath"), std::string::npos);
}

TEST(AwsProfileIni, FindsValuesInTheirSection) {
  const std::string text = "[default]\nregion = one\n# region = two\n[profile other]\n region=three \n";
  EXPECT_EQ(find_in_ini(text, "default", "region"), "one");
  EXPECT_EQ(find_in_ini(text, "profile other", "region"), "three");
  EXPECT_EQ(find_in_ini(text, "profile none", "region"), "");
}

}  // namespace
}  // namespace stellwerk::app
