#include "aws/event_pattern.h"

#include <gtest/gtest.h>

#include "base/lenient_json.h"

namespace stellwerk::aws {
namespace {

bool matched(const char* pattern, const char* event) {
  auto parsed = EventPattern::parse(pattern);
  EXPECT_TRUE(parsed) << pattern << ": " << (parsed ? "" : parsed.error());
  auto read = parse_lenient_json(event);
  EXPECT_TRUE(read) << event;
  return parsed && read && parsed->matches(FlatEvent(*read));
}

struct Case {
  const char* pattern;
  const char* event;
  bool matches;
};

void check(std::initializer_list<Case> cases) {
  for (const Case& one : cases) {
    EXPECT_EQ(matched(one.pattern, one.event), one.matches) << one.pattern << " " << one.event;
  }
}

TEST(EventPattern, PlainValues) {
  check({
      {R"({"source":["aws.codecommit"]})", R"({"source":"aws.codecommit"})", true},
      {R"({"source":["aws.codecommit"]})", R"({"source":"aws.codebuild"})", false},
      {R"({"source":["aws.codecommit"]})", R"({})", false},
      {R"({"source":[{"exactly":"a"}]})", R"({"source":"a"})", true},
      {R"({"detail":{"state":["A","B"]}})", R"({"detail":{"state":"B"}})", true},
      {R"({"detail":{"state":["A"]}})", R"({"detail":"A"})", false},
      {R"({"n":[1]})", R"({"n":1.0})", true},
      {R"({"n":[1]})", R"({"n":"1"})", false},
      {R"({"n":[123456789012]})", R"({"n":123456789012})", true},
      {R"({"n":[true,null]})", R"({"n":null})", true},
      {R"({"n":[true]})", R"({"n":"true"})", false},
      {R"({"n":[null]})", R"({"n":[]})", false},
      {R"({"n":[""]})", R"({"n":""})", true},
  });
}

TEST(EventPattern, DotsInNamesAndBetweenThemAreTheSame) {
  check({
      {R"({"detail":{"state.status":["running"]}})", R"({"detail":{"state":{"status":"running"}}})", true},
      {R"({"detail":{"state":{"status":["running"]}}})", R"({"detail":{"state.status":"running"}})", true},
      {R"({"detail.state":["running"]})", R"({"detail":{"state":"running"}})", true},
      {R"({"detail":{"state.status":["running"]}})", R"({"detail":{"state":"running"}})", false},
  });
}

TEST(EventPattern, Arrays) {
  check({
      {R"({"resources":["b"]})", R"({"resources":["a","b"]})", true},
      {R"({"resources":["c"]})", R"({"resources":["a","b"]})", false},
      {R"({"resources":["b"]})", R"({"resources":[["a"],["b"]]})", true},
      {R"({"items":{"id":[2]}})", R"({"items":[{"id":1},{"id":2}]})", true},
      // Values of different elements do not match together.
      {R"({"items":{"id":[1],"ok":[true]}})", R"({"items":[{"id":1,"ok":false},{"id":2,"ok":true}]})", false},
      {R"({"items":{"id":[2],"ok":[true]}})", R"({"items":[{"id":1,"ok":false},{"id":2,"ok":true}]})", true},
      {R"({"a":{"x":[1]},"b":{"x":[2]}})", R"({"a":[{"x":0},{"x":1}],"b":[{"x":2},{"x":1}]})", true},
      {R"({"a":{"b":{"x":[1],"y":[2]},"z":[3]}})", R"({"a":[{"b":[{"x":1,"y":2}],"z":0},{"b":[{"x":1}],"z":3}]})",
       false},
      {R"({"a":{"b":{"x":[1],"y":[2]},"z":[3]}})", R"({"a":[{"b":[{"x":0},{"x":1,"y":2}],"z":3}]})", true},
  });
}

TEST(EventPattern, TextTests) {
  check({
      {R"({"a":[{"prefix":"re"}]})", R"({"a":"refs"})", true},
      {R"({"a":[{"prefix":"re"}]})", R"({"a":5})", false},
      {R"({"a":[{"suffix":".png"}]})", R"({"a":"x.jpg"})", false},
      {R"({"a":[{"suffix":{"equals-ignore-case":".PNG"}}]})", R"({"a":"x.png"})", true},
      {R"({"a":[{"prefix":{"equals-ignore-case":"RE"}}]})", R"({"a":"refs"})", true},
      {R"({"a":[{"equals-ignore-case":"Main"}]})", R"({"a":"mAIN"})", true},
      {R"({"a":[{"equals-ignore-case":"ÜBER"}]})", R"({"a":"über"})", true},
      {R"({"a":[{"equals-ignore-case":""}]})", R"({"a":""})", true},
      {R"({"a":[{"wildcard":"release/*/x*"}]})", R"({"a":"release/1.2/xyz"})", true},
      {R"({"a":[{"wildcard":"release/*"}]})", R"({"a":"rel/1"})", false},
      {R"({"a":[{"wildcard":"a\\*b"}]})", R"({"a":"a*b"})", true},
      {R"({"a":[{"wildcard":"a\\*b"}]})", R"({"a":"axb"})", false},
      {R"({"a":[{"wildcard":"a\\\\*"}]})", R"({"a":"a\\x"})", true},
      {R"({"a":[{"exists":true}]})", R"({"a":""})", true},
      {R"({"a":[{"exists":true}]})", R"({"a":null})", true},
      {R"({"a":[{"exists":true}]})", R"({"a":{"b":1}})", false},
      {R"({"a":[{"exists":false}]})", R"({"a":{"b":1}})", true},
      {R"({"a":[{"exists":false}]})", R"({"a":[]})", true},
      {R"({"d":{"a":[{"exists":false}]}})", R"({"b":1})", true},
      {R"({"a":[{"exists":false}]})", R"({"a":0})", false},
      {R"({"a":[{"exists":false},"x"]})", R"({"a":"x"})", true},
  });
}

TEST(EventPattern, AnythingBut) {
  check({
      {R"({"a":[{"anything-but":"x"}]})", R"({"a":"y"})", true},
      {R"({"a":[{"anything-but":"x"}]})", R"({"b":"y"})", false},
      {R"({"a":[{"anything-but":"x"}]})", R"({"a":null})", true},
      {R"({"a":[{"anything-but":"x"}]})", R"({"a":5})", true},
      {R"({"a":[{"anything-but":["x","y"]}]})", R"({"a":"y"})", false},
      {R"({"a":[{"anything-but":[1,2]}]})", R"({"a":2.0})", false},
      {R"({"a":[{"anything-but":0}]})", R"({"a":"0"})", true},
      // Any element that is another will do.
      {R"({"a":[{"anything-but":"x"}]})", R"({"a":["x","y"]})", true},
      {R"({"a":[{"anything-but":{"prefix":"in"}}]})", R"({"a":"init"})", false},
      {R"({"a":[{"anything-but":{"prefix":"in"}}]})", R"({"a":"out"})", true},
      {R"({"a":[{"anything-but":{"prefix":["in","out"]}}]})", R"({"a":"outside"})", false},
      {R"({"a":[{"anything-but":{"suffix":".png"}}]})", R"({"a":"x.png"})", false},
      {R"({"a":[{"anything-but":{"wildcard":"*/dir/*"}}]})", R"({"a":"/x/dir/y"})", false},
      {R"({"a":[{"anything-but":{"wildcard":["*/a","*/b"]}}]})", R"({"a":"/c"})", true},
      {R"({"a":[{"anything-but":{"equals-ignore-case":["A","b"]}}]})", R"({"a":"B"})", false},
      {R"({"a":[{"anything-but":{"prefix":"in"}}]})", R"({"a":null})", true},
      {R"({"a":[{"anything-but":{"suffix":"in"}}]})", R"({"a":123})", true},
      {R"({"a":[{"anything-but":{"wildcard":"*"}}]})", R"({"a":123})", true},
      {R"({"a":[{"anything-but":{"equals-ignore-case":"null"}}]})", R"({"a":null})", true},
  });
}

TEST(EventPattern, NumbersAndAddresses) {
  check({
      {R"({"a":[{"numeric":[">",0,"<=",5]}]})", R"({"a":5})", true},
      {R"({"a":[{"numeric":[">",0,"<=",5]}]})", R"({"a":0})", false},
      {R"({"a":[{"numeric":["<",10]}]})", R"({"a":-3})", true},
      {R"({"a":[{"numeric":["=",3.5]}]})", R"({"a":"3.5"})", false},
      {R"({"a":[{"numeric":["=",301.8]}]})", R"({"a":3.018e2})", true},
      {R"({"a":[{"numeric":[">=",0]}]})", R"({"a":6000000000})", false},
      {R"({"a":[{"cidr":"10.0.0.0/24"}]})", R"({"a":"10.0.0.255"})", true},
      {R"({"a":[{"cidr":"10.0.0.0/24"}]})", R"({"a":"10.0.1.0"})", false},
      {R"({"a":[{"cidr":"10.0.0.0/24"}]})", R"({"a":"host"})", false},
      {R"({"a":[{"cidr":"2001:db8::/32"}]})", R"({"a":"2001:0DB8:1::"})", true},
      {R"({"a":["::1"]})", R"({"a":"0:0:0:0:0:0:0:1"})", true},
  });
}

TEST(EventPattern, Or) {
  check({
      {R"({"$or":[{"a":["1"]},{"b":["2"]}]})", R"({"b":"2"})", true},
      {R"({"$or":[{"a":["1"]},{"b":["2"]}]})", R"({"b":"3"})", false},
      {R"({"s":["x"],"$or":[{"a":["1"]},{"b":["2"],"c":["3"]}]})", R"({"s":"x","b":"2"})", false},
      {R"({"d":{"$or":[{"a":["1"]},{"b":["2"]}]},"$or":[{"x":[1]},{"y":[2]}]})", R"({"d":{"b":"2"},"x":1})", true},
  });
}

TEST(EventPattern, TheLastOfRepeatedMembersCounts) {
  check({
      {R"({"a":["1"],"a":["2"]})", R"({"a":"2"})", true},
      {R"({"a":["1"],"a":["2"]})", R"({"a":"1"})", false},
      {R"({"d":{"a":["1"]},"d":{"b":["2"]}})", R"({"d":{"a":"1","b":"2"}})", true},
      {R"({"d":{"a":["1"]},"d":{"b":["2"]}})", R"({"d":{"b":"2"}})", false},
  });
}

TEST(EventPattern, RefusesWhatIsNone) {
  for (const char* text : {"",
                           "[]",
                           "{}",
                           R"({"a":"x"})",
                           R"({"a":[]})",
                           R"({"a":{}})",
                           R"({"a":[["x"]]})",
                           R"({"a":[{}]})",
                           R"({"a":[{"nearly":"x"}]})",
                           R"({"a":[{"prefix":"x","suffix":"y"}]})",
                           R"({"a":[{"prefix":1}]})",
                           R"({"a":[{"prefix":{"suffix":"x"}}]})",
                           R"({"a":[{"exists":"yes"}]})",
                           R"({"a":[{"wildcard":1}]})",
                           R"({"a":[{"wildcard":"a**b"}]})",
                           R"({"a":[{"wildcard":"a\\b"}]})",
                           R"({"a":[{"wildcard":"a\\"}]})",
                           R"({"a":[{"wildcard":"*:*:*:*:*:event-bus/*"}]})",
                           R"({"a":[{"numeric":[">"]}]})",
                           R"({"a":[{"numeric":["<",1,">",0]}]})",
                           R"({"a":[{"numeric":[">",5,"<",3]}]})",
                           R"({"a":[{"numeric":[">",5,"<",5]}]})",
                           R"({"a":[{"numeric":["=",1,"<",2]}]})",
                           R"({"a":[{"numeric":[">",0,"<",5,"<",6]}]})",
                           R"({"a":[{"numeric":["=",5000000001]}]})",
                           R"({"a":[{"numeric":["=",0.0000001]}]})",
                           R"({"a":[{"numeric":["!=",1]}]})",
                           R"({"a":[{"numeric":["=","1"]}]})",
                           R"({"a":[{"cidr":"10.0.0.0"}]})",
                           R"({"a":[{"cidr":"10.0.0.0/32"}]})",
                           R"({"a":[{"cidr":"10.0.0/24"}]})",
                           R"({"a":[{"cidr":"10.0.0.0/-1"}]})",
                           R"({"a":[{"cidr":"::/128"}]})",
                           R"({"a":[{"cidr":"10.0.0.0/x"}]})",
                           R"({"a":[{"anything-but":[]}]})",
                           R"({"a":[{"anything-but":["x",1]}]})",
                           R"({"a":[{"anything-but":null}]})",
                           R"({"a":[{"anything-but":[true]}]})",
                           R"({"a":[{"anything-but":{"prefix":""}}]})",
                           R"({"a":[{"anything-but":{"prefix":{"equals-ignore-case":"x"}}}]})",
                           R"({"a":[{"anything-but":{"cidr":"x"}}]})",
                           R"({"a":[{"anything-but":{"prefix":[1]}}]})",
                           R"({"a":[{"anything-but":{}}]})",
                           R"({"$or":[{"a":["1"]}]})",
                           R"({"$or":{"a":["1"]}})",
                           R"({"$or":["x","y"]})",
                           R"({"$or":[{"numeric":["1"]},{"a":["1"]}]})"}) {
    EXPECT_FALSE(EventPattern::parse(text)) << text;
  }
  EXPECT_EQ(EventPattern::parse(R"({"a":[{"nearly":"x"}]})").error(), "Unrecognized match type nearly");
  EXPECT_TRUE(EventPattern::parse(R"({"a":[{"wildcard":"arn:aws:events:*:*:event-bus/*"}]})"));
}

TEST(EventPattern, CostsAreBounded) {
  std::string pattern = "{", event = R"({"a":[)";
  for (char name = 'b'; name <= 'z'; ++name) {
    pattern += (name == 'b' ? "" : ",") + (R"("a.)" + std::string(1, name) + R"(":[{"exists":true}])");
  }
  // Every member of every element passes, but never two of one element.
  for (int i = 0; i < 2000; ++i) {
    event += (i == 0 ? "" : ",") + (R"({")" + std::string(1, static_cast<char>('b' + i % 25)) + R"(":1})");
  }
  auto parsed = EventPattern::parse(pattern + "}");
  ASSERT_TRUE(parsed) << parsed.error();
  EXPECT_FALSE(parsed->matches(FlatEvent(*parse_json(event + "]}"))));

  std::string doubling = R"({"$or":[{"a":["1"]},{"b":["2"]}]})";
  for (int i = 0; i < 12; ++i) doubling = R"({"$or":[)" + doubling + "," + doubling + "]}";
  EXPECT_FALSE(EventPattern::parse(doubling));
}

TEST(EventPattern, TellsWhichSourcesItTakes) {
  auto sources = [](const char* text) { return EventPattern::parse(text)->only_values_of("source"); };
  EXPECT_EQ(sources(R"({"source":["a","b"]})"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(sources(R"({"$or":[{"source":["a"]},{"source":["b"],"x":[1]}]})"), (std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(sources(R"({"$or":[{"source":["a"]},{"x":[1]}]})"));
  EXPECT_FALSE(sources(R"({"source":["a",{"prefix":"b"}]})"));
  EXPECT_FALSE(sources(R"({"source":[{"anything-but":"a"}]})"));
}

}  // namespace
}  // namespace stellwerk::aws
