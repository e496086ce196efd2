#include "dataplane/git/reference_rules.h"

#include <gtest/gtest.h>

namespace stellwerk::git {
namespace {

std::string fault(const std::string& name) { return fault_in_reference_name(name).value_or(""); }

TEST(ReferenceRules, NamesThatEveryGitCanFetch) {
  // The first call of all into the library: it must not need a repository to have been opened before.
  EXPECT_EQ(fault("refs/heads/a..b"), "funny refname: git does not allow this name");
  for (const char* name : {"refs/heads/main", "refs/heads/feature/x", "refs/tags/v1.0", "refs/heads/\xC3\xA4",
                           "refs/heads/@x", "refs/heads/a-b", "refs/tags/-x"}) {
    EXPECT_EQ(fault(name), "") << name;
  }
}

TEST(ReferenceRules, NamesThatGitRefuses) {
  for (const char* name :
       {"refs/heads/",     "refs/heads/.a", "refs/heads/a/.b", "refs/heads/a.lock", "refs/heads/a.lock/b",
        "refs/heads/a b",  "refs/heads/a~", "refs/heads/a^",   "refs/heads/a:b",    "refs/heads/a?",
        "refs/heads/a*",   "refs/heads/a[", "refs/heads/a\\b", "refs/heads/a\x7f",  "refs/heads/a\nb",
        "refs/heads/a//b", "refs/heads//a", "refs/heads/a/",   "refs/heads/a.",     "refs/heads/a@{b"}) {
    EXPECT_EQ(fault(name), "funny refname: git does not allow this name") << name;
  }
  EXPECT_EQ(fault(std::string("refs/heads/a\0b", 14)), "funny refname: git does not allow this name");
  EXPECT_EQ(fault("refs/heads/\xff"), "the name is not UTF-8");
  EXPECT_EQ(fault("refs/notes/x"), "only branches and tags can be pushed");
  EXPECT_EQ(fault("HEAD"), "only branches and tags can be pushed");
}

TEST(ReferenceRules, NamesThatNoBranchHas) {
  EXPECT_NE(fault("refs/heads/HEAD"), "");
  EXPECT_NE(fault("refs/heads/-x"), "");
  EXPECT_NE(fault("refs/heads/" + std::string(40, 'a')), "");
  EXPECT_EQ(fault("refs/heads/" + std::string(39, 'a')), "");
}

TEST(ReferenceRules, Lengths) {
  EXPECT_EQ(fault("refs/heads/" + std::string(250, 'n')), "");
  EXPECT_EQ(fault("refs/heads/" + std::string(251, 'n')), "a part of the name is longer than 250 bytes");
  EXPECT_EQ(fault("refs/heads/" + std::string(128, 'n') + "/" + std::string(127, 'm')), "");
  EXPECT_EQ(fault("refs/heads/" + std::string(128, 'n') + "/" + std::string(128, 'm')),
            "the name is longer than 256 bytes");
}

TEST(ReferenceRules, AReferenceIsNoFolder) {
  References references{{"refs/heads/dd", ""}, {"refs/heads/x/y/z", ""}, {"refs/heads/x-y", ""}};
  EXPECT_EQ(conflicting_reference(references, "refs/heads/dd/e"), "refs/heads/dd");
  EXPECT_EQ(conflicting_reference(references, "refs/heads/dd/e/f"), "refs/heads/dd");
  EXPECT_EQ(conflicting_reference(references, "refs/heads/x"), "refs/heads/x/y/z");
  EXPECT_EQ(conflicting_reference(references, "refs/heads/x/y"), "refs/heads/x/y/z");
  for (const char* name : {"refs/heads/d", "refs/heads/dde", "refs/heads/x/y/a", "refs/tags/dd/e", "refs/heads/dd"}) {
    EXPECT_EQ(conflicting_reference(references, name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace stellwerk::git
