#include "services/s3/listing.h"

#include <algorithm>

#include "services/s3/s3_fixture.h"

namespace stellwerk::s3 {
namespace {

class Listings : public S3Test {
 protected:
  Listings() { make_bucket("shelf"); }
  std::vector<std::string> keys(const ListObjectsV2Response& page) {
    std::vector<std::string> out;
    for (const Object& object : *page.contents) out.push_back(*object.key);
    for (const CommonPrefix& prefix : *page.common_prefixes) out.push_back(*prefix.prefix);
    return out;
  }
  ListObjectsV2Response list(ListObjectsV2Request request) {
    request.bucket = "shelf";
    return run(list_objects_v2, request).value();
  }
};

TEST_F(Listings, RollUpBehindDelimiters) {
  for (std::string key : {"a/1", "a/2", "a/b/3", "b", "c/4"}) put("shelf", key, "x");
  EXPECT_EQ(keys(list({.delimiter = "/"})), (std::vector<std::string>{"b", "a/", "c/"}));
  EXPECT_EQ(keys(list({.delimiter = "/", .prefix = "a/"})), (std::vector<std::string>{"a/1", "a/2", "a/b/"}));
  EXPECT_EQ(keys(list({.prefix = "a/b"})), (std::vector<std::string>{"a/b/3"}));
  EXPECT_EQ(keys(list({.start_after = "a/2"})), (std::vector<std::string>{"a/b/3", "b", "c/4"}));
}

TEST_F(Listings, ComeInPages) {
  for (int i = 0; i < 7; ++i) put("shelf", "group" + std::to_string(i) + "/x", "x");
  put("shelf", "zz", "x");
  std::vector<std::string> all;
  ListObjectsV2Request request{.delimiter = "/", .max_keys = 3};
  int pages = 0;
  while (true) {
    auto page = list(request);
    ++pages;
    for (std::string& key : keys(page)) all.push_back(std::move(key));
    if (!*page.is_truncated) break;
    request.continuation_token = page.next_continuation_token;
  }
  EXPECT_EQ(pages, 3);
  ASSERT_EQ(all.size(), 8u);
  std::ranges::sort(all);
  EXPECT_EQ(all.back(), "zz");
}

TEST_F(Listings, LeaveDeleteMarkersOut) {
  set_versioning("shelf", "Enabled");
  put("shelf", "gone/1", "x");
  put("shelf", "there", "x");
  ASSERT_TRUE(run(delete_object, DeleteObjectRequest{.bucket = "shelf", .key = "gone/1"}));
  EXPECT_EQ(keys(list({.delimiter = "/"})), (std::vector<std::string>{"there"}));
}

TEST_F(Listings, EncodeKeysOnDemand) {
  put("shelf", "a b/ü", "x");
  EXPECT_EQ(keys(list({.encoding_type = "url"})), (std::vector<std::string>{"a%20b/%C3%BC"}));
}

TEST_F(Listings, OfVersionsGoOnWithinAKey) {
  set_versioning("shelf", "Enabled");
  for (int i = 0; i < 5; ++i) put("shelf", "a", std::to_string(i));
  put("shelf", "b", "x");
  ListObjectVersionsRequest request{.bucket = "shelf", .max_keys = 2};
  std::vector<std::string> sizes;
  while (true) {
    auto page = run(list_object_versions, request).value();
    for (const ObjectVersion& version : *page.versions) sizes.push_back(*version.key + (*version.is_latest ? "*" : ""));
    if (!*page.is_truncated) break;
    request.key_marker = page.next_key_marker;
    request.version_id_marker = page.next_version_id_marker;
  }
  EXPECT_EQ(sizes, (std::vector<std::string>{"a*", "a", "a", "a", "a", "b*"}));
}

TEST(ListingScans, BeginBehindTheMarkersGroup) {
  EXPECT_EQ(first_key_of({"", "/", "a/b", 1}), "a0");
  EXPECT_EQ(first_key_of({"a/", "/", "a/b", 1}), std::string("a/b\0", 4));
  EXPECT_EQ(first_key_of({"b", "", "a", 1}), "b");
  EXPECT_EQ(behind_prefix("a\xFF"), "b");
}

}  // namespace
}  // namespace stellwerk::s3
