#include "services/ssm/rules.h"

#include <gtest/gtest.h>

namespace stellwerk::ssm {
namespace {

TEST(SsmNames, AreCheckedWhenMade) {
  for (auto name : {"a", "/a/b/c", "my-parameter_1.x", "/disruptions/staging/key"})
    EXPECT_TRUE(check_name(name)) << name;
  for (auto name : {"a b", "/a/", "/a//b", "ssm-x", "/ssm/x", "a/b", "ä"}) {
    EXPECT_EQ(check_name(name).error().code, "ValidationException") << name;
  }
  EXPECT_EQ(check_name("/aws/x").error().code, "AccessDeniedException");
  EXPECT_EQ(check_name("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16").error().code, "HierarchyLevelLimitExceededException");
}

TEST(SsmReferences, NameAndSelector) {
  const store::Scope here{"111122223333", "eu-central-1"};
  EXPECT_EQ(parse_reference("/a/b:3", here).name, "/a/b");
  EXPECT_EQ(parse_reference("/a/b:3", here).selector, ":3");
  EXPECT_EQ(parse_reference("a", here).selector, "");
  EXPECT_EQ(parse_reference("arn:aws:ssm:eu-central-1:111122223333:parameter/a/b:live", here).name, "/a/b");
  EXPECT_EQ(parse_reference("arn:aws:ssm:eu-central-1:111122223333:parameter/a/b:live", here).selector, ":live");
  EXPECT_EQ(parse_reference("arn:aws:ssm:eu-central-1:111122223333:parameter/a", here).name, "a");
  for (const std::string elsewhere :
       {"arn:aws:ssm:eu-central-1:444455556666:parameter/a", "arn:aws:ssm:eu-west-1:111122223333:parameter/a/b"}) {
    EXPECT_EQ(parse_reference(elsewhere, here).name, elsewhere);
    EXPECT_EQ(parse_reference(elsewhere + ":3", here).name, elsewhere);
  }
  EXPECT_EQ(parameter_arn("eu-central-1", "1", "a"), "arn:aws:ssm:eu-central-1:1:parameter/a");
  EXPECT_EQ(parameter_arn("eu-central-1", "1", "/a/b"), "arn:aws:ssm:eu-central-1:1:parameter/a/b");
}

TEST(SsmNames, OfOneLevelHaveTwoSpellings) {
  EXPECT_EQ(other_spelling("x"), "/x");
  EXPECT_EQ(other_spelling("/x"), "x");
  EXPECT_EQ(other_spelling("/a/x"), "");
}

TEST(SsmPaths, AreCheckedAsTheyAreGiven) {
  for (const char* good : {"/", "/a", "/a/", "/a.b/c-d_e"}) EXPECT_TRUE(check_path(good)) << good;
  for (const char* bad : {"", "a", "//", "/a//b", "/a b", "/a:1", "/ä"}) EXPECT_FALSE(check_path(bad)) << bad;
}

TEST(SsmTiers, FollowTheSize) {
  EXPECT_EQ(chosen_tier({}, "", 10).value(), "Standard");
  EXPECT_FALSE(chosen_tier({}, "", 5000));
  EXPECT_EQ(chosen_tier("Intelligent-Tiering", "", 5000).value(), "Advanced");
  EXPECT_EQ(chosen_tier("Advanced", "Standard", 10).value(), "Advanced");
  EXPECT_FALSE(chosen_tier("Standard", "Advanced", 10));
  EXPECT_FALSE(chosen_tier("Advanced", "", 8193));
}

TEST(SsmPatterns, BindTheWholeValue) {
  EXPECT_TRUE(check_pattern("123", "\\d+"));
  EXPECT_EQ(check_pattern("123x", "\\d+").error().code, "ParameterPatternMismatchException");
  EXPECT_EQ(check_pattern("1", "(").error().code, "InvalidAllowedPatternException");
}

TEST(SsmPaths, OneLevelOrAll) {
  EXPECT_TRUE(is_below("/a/b", "/a", false));
  EXPECT_TRUE(is_below("/a/b", "/a/", false));
  EXPECT_FALSE(is_below("/a/b/c", "/a", false));
  EXPECT_TRUE(is_below("/a/b/c", "/a", true));
  EXPECT_FALSE(is_below("/ab", "/a", true));
  EXPECT_TRUE(is_below("plain", "/", false));
  EXPECT_FALSE(is_below("plain", "/a", true));
}

TEST(SsmFilters, MatchAsAsked) {
  ParameterRecord parameter{.name = "/a/b", .type = "String", .tier = "Standard"};
  TagsRecord tags{{{"team", "bus"}}};
  auto filter = [](std::string key, std::string option, std::vector<std::string> values) {
    return ParameterStringFilter{key, option, values};
  };
  EXPECT_TRUE(matches(parameter, tags, filter("Name", "Equals", {"/x", "/a/b"})));
  EXPECT_FALSE(matches(parameter, tags, filter("Name", "Equals", {"/a"})));
  EXPECT_TRUE(matches(parameter, tags, filter("Name", "BeginsWith", {"/a"})));
  EXPECT_TRUE(matches(parameter, tags, filter("tag:team", "Equals", {"bus"})));
  EXPECT_FALSE(matches(parameter, tags, filter("tag:line", "Equals", {"bus"})));
  EXPECT_TRUE(matches(parameter, tags, filter("Path", "Recursive", {"/"})));
  EXPECT_FALSE(check_filter(filter("Path", "Equals", {"/"})));
  EXPECT_FALSE(check_filter(filter("Color", "Equals", {"red"})));
  EXPECT_EQ(check_filter(filter("Name", "Equals", {})).error().code, "InvalidFilterValue");
  EXPECT_EQ(check_filter(filter("Type", "Equals", {"Text"})).error().code, "InvalidFilterOption");
  EXPECT_EQ(check_filter(filter("Path", "OneLevel", {"a"})).error().code, "ValidationException");
  EXPECT_EQ(check_filters({filter("Label", "Equals", {"live"})}).error().code, "InvalidFilterKey");
  EXPECT_EQ(check_filters({filter("Name", "Equals", {"a"}), filter("Name", "Equals", {"b"})}).error().code,
            "InvalidFilterKey");
}

}  // namespace
}  // namespace stellwerk::ssm
