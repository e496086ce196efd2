#include <gtest/gtest.h>

#include "base/arn.h"
#include "base/bytes.h"
#include "base/cipher.h"
#include "base/digest.h"
#include "base/json.h"
#include "base/timestamp.h"

namespace stellwerk {
namespace {

TEST(Timestamp, RoundTripsEachForm) {
  Timestamp time{1795415400123};
  EXPECT_EQ(to_iso8601_milliseconds(time), "2026-11-23T06:30:00.123Z");
  EXPECT_EQ(from_iso8601("2026-11-23T06:30:00.123Z"), time);
  EXPECT_EQ(from_iso8601("2026-11-23T07:30:00.123+01:00"), time);
  EXPECT_EQ(from_http_date(to_http_date(time)), Timestamp{1795415400000});
  EXPECT_EQ(from_basic_iso8601("20261123T063000Z"), Timestamp{1795415400000});
  EXPECT_FALSE(from_basic_iso8601("20261123T063000"));
}

TEST(Bytes, RefusesMalformedText) {
  EXPECT_FALSE(from_base64("abc"));
  EXPECT_FALSE(from_base64("ab!="));
  EXPECT_EQ(from_base64("aGk="), "hi");
  EXPECT_FALSE(percent_decode("%4"));
  EXPECT_EQ(percent_decode("a+b%20c", true), "a b c");
  EXPECT_FALSE(is_valid_utf8("\xC0\x80"));
  EXPECT_TRUE(is_valid_utf8("Fahrplanänderung"));
}

TEST(Cipher, NoticesEveryChange) {
  SystemIdSource ids;
  std::string key = ids.bytes(kAes256KeyBytes);
  std::string sealed = seal(key, "secret", "context", ids);
  EXPECT_EQ(unseal(key, sealed, "context"), "secret");
  EXPECT_FALSE(unseal(key, sealed, "other"));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] ^= 1;
    EXPECT_FALSE(unseal(key, changed, "context"));
  }
}

TEST(Digest, KnownAnswers) {
  EXPECT_EQ(crc32(0, "123456789"), 0xCBF43926u);
  EXPECT_EQ(crc32c(0, "123456789"), 0xE3069283u);
  EXPECT_EQ(crc64nvme(0, "123456789"), 0xAE8B14860A799888ull);
  const std::string_view text = "a text that is longer than a few groups of eight";
  for (std::size_t split = 0; split <= text.size(); ++split) {
    EXPECT_EQ(crc32(crc32(0, text.substr(0, split)), text.substr(split)), crc32(0, text));
    EXPECT_EQ(crc32c(crc32c(0, text.substr(0, split)), text.substr(split)), crc32c(0, text));
    EXPECT_EQ(crc64nvme(crc64nvme(0, text.substr(0, split)), text.substr(split)), crc64nvme(0, text));
  }
  EXPECT_EQ(to_hex(digest(DigestKind::md5, "")), "d41d8cd98f00b204e9800998ecf8427e");
}

TEST(Json, KeepsOrderAndRefusesNonsense) {
  auto parsed = parse_json(R"({"b":[1,2.5,"x\u00e4"],"a":null})");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->dump(), "{\"b\":[1,2.5,\"xä\"],\"a\":null}");
  for (const char* text : {"", "{", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "nul", "\"\\ud800\"", "[1] 2"}) {
    EXPECT_FALSE(parse_json(text)) << text;
  }
  EXPECT_FALSE(parse_json(std::string(10000, '[')));
}

TEST(Arn, KeepsColonsOfTheResource) {
  auto arn = parse_arn("arn:aws:logs:eu-central-1:123456789012:log-group:/aws/codebuild/x:*");
  ASSERT_TRUE(arn);
  EXPECT_EQ(arn->resource, "log-group:/aws/codebuild/x:*");
  EXPECT_FALSE(parse_arn("arn:aws:s3"));
}

TEST(Bytes, TextsOfOthersBecomeUtf8) {
  EXPECT_EQ(to_valid_utf8("plain \u00e4"), "plain \u00e4");
  EXPECT_EQ(to_valid_utf8("a\xe4z"), "a\uFFFDz");
  EXPECT_EQ(to_valid_utf8("\xff\xc3"), "\uFFFD\uFFFD");
  EXPECT_TRUE(is_valid_utf8(to_valid_utf8("\xed\xa0\x80\xf4\x90\x80\x80")));
  EXPECT_EQ(to_valid_utf8(""), "");
}

TEST(Json, IsUtf8WhateverItWasMadeOf) {
  Json document;
  document.set("na\xffme", "caf\xe9").set("list", Json::Array{"\xc3"});
  auto read = parse_json(document.dump());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->string_at("na\uFFFDme"), "caf\uFFFD");
}

}  // namespace
}  // namespace stellwerk
