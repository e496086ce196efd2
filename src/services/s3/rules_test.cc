#include "services/s3/rules.h"

#include <gtest/gtest.h>

#include "base/id_source.h"

namespace stellwerk::s3 {
namespace {

TEST(BucketNames, FollowTheRules) {
  for (std::string_view good : {"abc", "my.site.example", "a-b-c", "123", "logs-111122223333"}) {
    EXPECT_TRUE(is_valid_bucket_name(good)) << good;
  }
  for (std::string_view bad :
       {"ab", "Abc", "a_b", "-ab", "ab-", "a..b", "192.168.0.1", "xn--abc", "abc-s3alias", "abc--ol-s3"}) {
    EXPECT_FALSE(is_valid_bucket_name(bad)) << bad;
  }
  EXPECT_FALSE(is_valid_bucket_name(std::string(64, 'a')));
}

TEST(VersionIds, SortByTimeAndTellTheirSequence) {
  SeededIdSource ids(1);
  std::string earlier = new_version_id(1'763'879'400'000, ids);
  std::string later = new_version_id(1'763'879'400'001, ids);
  EXPECT_LT(earlier, later);
  EXPECT_EQ(earlier.size(), 32u);
  EXPECT_NE(earlier.front(), '-');
  EXPECT_EQ(sequence_of_version(later), 1'763'879'400'001u);
  EXPECT_FALSE(sequence_of_version("null"));
}

TEST(Ranges, AreReadAsHttpSays) {
  using OffsetLength = std::pair<std::uint64_t, std::uint64_t>;
  auto offset_length = [](std::string_view text, std::uint64_t size) {
    auto range = parse_range(text, size).value().value();
    return std::pair(range.offset, range.length);
  };
  EXPECT_EQ(offset_length("bytes=0-9", 100), (OffsetLength(0, 10)));
  EXPECT_EQ(offset_length("bytes=90-", 100), (OffsetLength(90, 10)));
  EXPECT_EQ(offset_length("bytes=-5", 100), (OffsetLength(95, 5)));
  EXPECT_EQ(offset_length("bytes=50-999", 100), (OffsetLength(50, 50)));
  EXPECT_EQ(offset_length("bytes=-500", 100), (OffsetLength(0, 100)));
  for (std::string_view ignored : {"bytes=5-2", "lines=0-1", "bytes=0-1,5-6", "bytes=-", "bytes=a-b"}) {
    EXPECT_FALSE(parse_range(ignored, 100).value()) << ignored;
  }
  EXPECT_EQ(parse_range("bytes=100-", 100).error().http_status, 416);
  EXPECT_EQ(parse_range("bytes=0-", 0).error().code, "InvalidRange");
  EXPECT_EQ(content_range({5, 10}, 100), "bytes 5-14/100");
}

TEST(CopySources, AreTakenApart) {
  CopySource source = parse_copy_source("/bucket/a%20b/c?versionId=xyz").value();
  EXPECT_EQ(source.bucket, "bucket");
  EXPECT_EQ(source.key, "a b/c");
  EXPECT_EQ(source.version_id, "xyz");
  EXPECT_EQ(parse_copy_source("bucket/").error().code, "InvalidArgument");
}

TEST(Tags, AreChecked) {
  auto tags = parse_tagging_header("a=1&b=x%20y&c").value();
  ASSERT_EQ(tags.size(), 3u);
  EXPECT_EQ(tags[1].value, "x y");
  EXPECT_EQ(parse_tagging_header("a=1&a=2").error().code, "InvalidArgument");
  EXPECT_EQ(checked_tags({{"a", "1"}, {"a", "2"}}, TagOwner::bucket).error().code, "InvalidTag");
  EXPECT_EQ(checked_tags({{"aws:x", "1"}}, TagOwner::bucket).error().code, "InvalidTag");
  EXPECT_EQ(checked_tags(std::vector<Tag>(11, Tag{"a", "1"}), TagOwner::object).error().code, "InvalidTag");
}

TEST(Owners, HaveStableCanonicalIds) {
  EXPECT_EQ(canonical_user_id("111122223333").size(), 64u);
  EXPECT_EQ(canonical_user_id("111122223333"), canonical_user_id("111122223333"));
  EXPECT_NE(canonical_user_id("111122223333"), canonical_user_id("444455556666"));
}

TEST(Etags, AreComparedBare) {
  EXPECT_EQ(bare_etag("W/\"abc\""), "abc");
  EXPECT_EQ(bare_etag("\"abc\""), "abc");
  EXPECT_EQ(bare_etag("abc"), "abc");
}

}  // namespace
}  // namespace stellwerk::s3
