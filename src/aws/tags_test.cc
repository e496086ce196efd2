#include "aws/tags.h"

#include <gtest/gtest.h>

namespace stellwerk::aws {
namespace {

TEST(Tags, ALaterValueReplacesTheOneBefore) {
  Tags tags{{"team", "a"}, {"stage", "test"}};
  ASSERT_FALSE(add_tags(tags, {{"team", "b"}}));
  EXPECT_EQ(tags, (Tags{{"team", "b"}, {"stage", "test"}}));
}

TEST(Tags, RefusedOnesLeaveTheResourceAsItWas) {
  using Kind = TagFault::Kind;
  Tags tags{{"team", "a"}};
  auto kind = [&](const TagList& added) { return add_tags(tags, added)->kind; };
  EXPECT_EQ(kind({{"aws:team", "x"}}), Kind::reserved);
  EXPECT_EQ(kind({{"AWS:team", "x"}}), Kind::reserved) << "in any case";
  EXPECT_EQ(kind({{"b", "1"}, {"b", "2"}}), Kind::doubled);
  EXPECT_EQ(kind({{"", "x"}}), Kind::key_length);
  EXPECT_EQ(kind({{std::string(129, 'k'), "x"}}), Kind::key_length);
  EXPECT_EQ(kind({{"k", std::string(257, 'v')}}), Kind::value_length);
  TagList many;
  for (std::size_t i = 0; i < kTagsPerResourceLimit; ++i) many.push_back({"k" + std::to_string(i), ""});
  EXPECT_EQ(kind(many), Kind::too_many) << "with the one that is there already";
  EXPECT_EQ(tags, (Tags{{"team", "a"}}));
}

TEST(Tags, LengthsAreCountedInCharacters) {
  Tags tags;
  std::string umlauts;
  for (std::size_t i = 0; i < kTagKeyCharactersLimit; ++i) umlauts += "ü";
  EXPECT_FALSE(add_tags(tags, {{umlauts, umlauts}}));
}

TEST(Tags, BringTheirConditionKeys) {
  ports::Access access;
  tell_resource_tags(access, {{"team", "a"}}, "ssm:resourceTag/");
  tell_request_tags(access, {{"stage", "test"}, {"cost", "1"}});
  EXPECT_EQ(access.context["aws:ResourceTag/team"], (std::vector<std::string>{"a"}));
  EXPECT_EQ(access.context["ssm:resourceTag/team"], (std::vector<std::string>{"a"}));
  EXPECT_EQ(access.context["aws:RequestTag/stage"], (std::vector<std::string>{"test"}));
  EXPECT_EQ(access.context["aws:TagKeys"], (std::vector<std::string>{"stage", "cost"}));
  ports::Access untagging;
  tell_tag_keys(untagging, {"team"});
  EXPECT_EQ(untagging.context["aws:TagKeys"], (std::vector<std::string>{"team"}));
}

struct PlainTag {
  std::string tag_key;
  std::string tag_value;
};
struct OptionalTag {
  std::optional<std::string> key;
  std::optional<std::string> value;
};

TEST(Tags, AreReadAndWrittenAsAnyModelsStruct) {
  EXPECT_EQ(tag_list(std::vector<PlainTag>{{"a", "1"}}), (TagList{{"a", "1"}}));
  EXPECT_EQ(tag_list(std::vector<OptionalTag>{{"a", std::nullopt}}), (TagList{{"a", ""}}));
  EXPECT_EQ(tags_as<OptionalTag>({{"a", "1"}}).front().value, "1");
  EXPECT_EQ(tags_as<PlainTag>({{"a", "1"}}).front().tag_key, "a");
}

}  // namespace
}  // namespace stellwerk::aws
