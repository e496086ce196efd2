#include "services/events/pattern.h"

#include <gtest/gtest.h>

#include "services/events/transform.h"

namespace stellwerk::events {
namespace {

bool matched(const char* pattern, const char* event) {
  auto parsed = parse_pattern(pattern);
  EXPECT_TRUE(parsed) << pattern << ": " << parsed.error().message;
  auto read = parse_json(event);
  EXPECT_TRUE(read) << event;
  return parsed && read && matches(*parsed, *read);
}

struct Case {
  const char* pattern;
  const char* event;
  bool matches;
};

TEST(EventPattern, MatchesAsEventBridgeDoes) {
  const Case cases[] = {
      {R"({"source":["aws.codecommit"]})", R"({"source":"aws.codecommit"})", true},
      {R"({"source":["aws.codecommit"]})", R"({"source":"aws.codebuild"})", false},
      {R"({"source":["aws.codecommit"]})", R"({})", false},
      {R"({"resources":["b"]})", R"({"resources":["a","b"]})", true},
      {R"({"resources":["c"]})", R"({"resources":["a","b"]})", false},
      {R"({"detail":{"state":["A","B"]}})", R"({"detail":{"state":"B"}})", true},
      {R"({"detail":{"state":["A"]}})", R"({"detail":"A"})", false},
      {R"({"detail":{"items":{"id":[2]}}})", R"({"detail":{"items":[{"id":1},{"id":2}]}})", true},
      {R"({"n":[1]})", R"({"n":1.0})", true},
      {R"({"n":[true,null]})", R"({"n":null})", true},
      {R"({"n":[true]})", R"({"n":"true"})", false},
      {R"({"a":[{"prefix":"re"}]})", R"({"a":"refs"})", true},
      {R"({"a":[{"suffix":".png"}]})", R"({"a":"x.jpg"})", false},
      {R"({"a":[{"prefix":{"equals-ignore-case":"RE"}}]})", R"({"a":"refs"})", true},
      {R"({"a":[{"equals-ignore-case":"Main"}]})", R"({"a":"mAIN"})", true},
      {R"({"a":[{"wildcard":"release/*/x*"}]})", R"({"a":"release/1.2/xyz"})", true},
      {R"({"a":[{"wildcard":"release/*"}]})", R"({"a":"rel/1"})", false},
      {R"({"a":[{"exists":true}]})", R"({"a":""})", true},
      {R"({"a":[{"exists":true}]})", R"({"b":1})", false},
      {R"({"a":[{"exists":false}]})", R"({"b":1})", true},
      {R"({"d":{"a":[{"exists":false}]}})", R"({"b":1})", true},
      {R"({"a":[{"exists":false}]})", R"({"a":0})", false},
      {R"({"a":[{"anything-but":"x"}]})", R"({"a":"y"})", true},
      {R"({"a":[{"anything-but":["x","y"]}]})", R"({"a":"y"})", false},
      {R"({"a":[{"anything-but":{"prefix":"in"}}]})", R"({"a":"init"})", false},
      {R"({"a":[{"anything-but":{"prefix":"in"}}]})", R"({"a":"out"})", true},
      {R"({"a":[{"numeric":[">",0,"<=",5]}]})", R"({"a":5})", true},
      {R"({"a":[{"numeric":[">",0,"<=",5]}]})", R"({"a":6})", false},
      {R"({"a":[{"numeric":["=",3.5]}]})", R"({"a":"3.5"})", false},
      {R"({"a":[{"cidr":"10.0.0.0/24"}]})", R"({"a":"10.0.0.255"})", true},
      {R"({"a":[{"cidr":"10.0.0.0/24"}]})", R"({"a":"10.0.1.0"})", false},
      {R"({"a":[{"cidr":"2001:db8::/32"}]})", R"({"a":"2001:db8:1::"})", true},
      {R"({"$or":[{"a":["1"]},{"b":["2"]}]})", R"({"b":"2"})", true},
      {R"({"$or":[{"a":["1"]},{"b":["2"]}]})", R"({"b":"3"})", false},
  };
  for (const Case& one : cases)
    EXPECT_EQ(matched(one.pattern, one.event), one.matches) << one.pattern << " " << one.event;
}

TEST(EventPattern, RefusesWhatIsNone) {
  for (const char* text : {"", "[]", "{}", R"({"a":"x"})", R"({"a":[]})", R"({"a":{}})", R"({"a":[{"nearly":"x"}]})",
                           R"({"a":[{"numeric":[">"]}]})", R"({"a":[{"prefix":1}]})", R"({"a":[{"exists":"yes"}]})",
                           R"({"a":[["x"]]})", R"({"a":[{"prefix":"x","suffix":"y"}]})", R"({"$or":[{"a":["1"]}]})"}) {
    auto parsed = parse_pattern(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, "InvalidEventPatternException");
  }
}

TEST(TargetInput, TakesPartsAndFillsTemplates) {
  auto event = parse_json(R"({"detail":{"name":"a \"b\"","count":3,"list":[1]}})");
  TargetRecord target;
  EXPECT_EQ(target_input(target, *event), event->dump());
  target.input_path = "$.detail.list";
  EXPECT_EQ(target_input(target, *event), "[1]");
  target.input_path.reset();
  target.input_template = R"({"who":"<who>","n":<n>,"all":<who>,"gone":<gone>,"other":"<other>"})";
  target.input_paths = {{"who", "$.detail.name"}, {"n", "$.detail.count"}, {"gone", "$.detail.none"}};
  EXPECT_EQ(target_input(target, *event), R"({"who":"a \"b\"","n":3,"all":"a \"b\"","gone":null,"other":"<other>"})");
}

}  // namespace
}  // namespace stellwerk::events
