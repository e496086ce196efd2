#include "store/record.h"

#include <gtest/gtest.h>

#include "store/key.h"

namespace stellwerk::store {
namespace {

struct Inner {
  std::string name;
  static void fields(auto& record, auto& visit) { visit(1, record.name); }
  bool operator==(const Inner&) const = default;
};

struct Outer {
  std::int64_t number = 0;
  bool flag = false;
  std::optional<std::string> text;
  std::vector<Inner> inners;
  std::map<std::string, std::vector<std::string>> tags;
  Timestamp time;
  double ratio = 0;
  static void fields(auto& record, auto& visit) {
    visit(1, record.number);
    visit(2, record.flag);
    visit(3, record.text);
    visit(4, record.inners);
    visit(5, record.tags);
    visit(6, record.time);
    visit(7, record.ratio);
  }
  bool operator==(const Outer&) const = default;
};

struct OlderOuter {
  std::int64_t number = 7;
  static void fields(auto& record, auto& visit) { visit(1, record.number); }
};

TEST(Record, RoundTripsAndSkipsWhatItDoesNotKnow) {
  Outer outer{-5, true, "", {{"a"}, {""}}, {{"k", {"v", "w"}}, {"", {}}}, {-1}, 0.25};
  EXPECT_EQ(decode_record<Outer>(encode_record(outer)), outer);
  EXPECT_EQ(decode_record<OlderOuter>(encode_record(outer)).number, -5);
  EXPECT_FALSE(decode_record<Outer>(encode_record(OlderOuter{})).text);
}

TEST(Key, OneListIsAPrefixOfAnotherOnlyByWholeParts) {
  Scope scope{"123456789012", "eu-central-1"};
  std::string bucket = encode_key("s3.object", scope, {"a"});
  EXPECT_TRUE(encode_key("s3.object", scope, {"a", "key"}).starts_with(bucket));
  EXPECT_FALSE(encode_key("s3.object", scope, {"ab"}).starts_with(bucket));
  EXPECT_LT(encode_key("t", scope, {"a", "z"}), encode_key("t", scope, {"a!"}));
  std::vector<std::string> parts{std::string("x\0y", 3), "", "z"};
  EXPECT_EQ(decode_key_parts(encode_key("t", scope, parts)), parts);
  EXPECT_LT(ordered(255), ordered(256));
  EXPECT_EQ(from_ordered(ordered(77)), 77u);
}

}  // namespace
}  // namespace stellwerk::store
