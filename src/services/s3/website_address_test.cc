#include "services/s3/website_address.h"

#include <gtest/gtest.h>

namespace stellwerk::s3 {
namespace {

TEST(WebsiteHosts, AreReadInBothForms) {
  auto host = parse_website_host("shop.s3-website.eu-central-1.localhost:8443", "localhost");
  ASSERT_TRUE(host);
  EXPECT_EQ(host->bucket, "shop");
  EXPECT_EQ(host->region, "eu-central-1");
  host = parse_website_host("www.shop.example.s3-website-us-east-1.localhost", "localhost");
  ASSERT_TRUE(host);
  EXPECT_EQ(host->bucket, "www.shop.example");
  EXPECT_EQ(host->region, "us-east-1");
  for (std::string_view other : {"localhost", "shop.s3.eu-central-1.localhost", "s3-website.eu-central-1.localhost",
                                 "shop.s3-website.localhost"}) {
    EXPECT_FALSE(parse_website_host(other, "localhost")) << other;
  }
}

TEST(WebsiteKeys, DirectoriesMeanTheirIndex) {
  WebsiteRecord website{.index_suffix = "index.html"};
  EXPECT_EQ(website_key("/", website), "index.html");
  EXPECT_EQ(website_key("/docs/", website), "docs/index.html");
  EXPECT_EQ(website_key("/docs", website), "docs");
}

TEST(RoutingRules, ApplyByPrefixAndError) {
  WebsiteRecord website{.index_suffix = "index.html"};
  website.routing_rules.push_back({.key_prefix_equals = "old/", .replace_key_prefix_with = "new/"});
  website.routing_rules.push_back(
      {.error_code_equals = "404", .host_name = "fallback.example", .redirect_code = "302", .protocol = "https"});
  auto moved = route(website, {"shop", "https", "old/a b"}, 0);
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->location, "https://shop/new/a%20b");
  EXPECT_FALSE(route(website, {"shop", "https", "x"}, 0));
  EXPECT_FALSE(route(website, {"shop", "https", "x"}, 403));
  EXPECT_EQ(route(website, {"shop", "https", "x"}, 404)->location, "https://fallback.example/x");
  EXPECT_EQ(redirect_all({.redirect_all_host = "example.com"}, {"shop", "http", "a"}, "q=1").location,
            "http://example.com/a?q=1");
}

}  // namespace
}  // namespace stellwerk::s3
