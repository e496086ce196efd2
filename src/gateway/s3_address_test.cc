#include "gateway/s3_address.h"

#include <gtest/gtest.h>

namespace stellwerk::gateway {
namespace {

TEST(S3Address, ReadsTheBucketFromTheHost) {
  struct Case {
    const char* host;
    const char* bucket;
    const char* region;
    bool is_control;
  };
  for (const Case& expected : {
           Case{"localhost:4566", "", "", false},
           Case{"127.0.0.1:4566", "", "", false},
           Case{"[::1]:4566", "", "", false},
           Case{"s3.localhost", "", "", false},
           Case{"s3.eu-central-1.localhost:4566", "", "eu-central-1", false},
           Case{"logs.s3.eu-central-1.localhost:4566", "logs", "eu-central-1", false},
           Case{"Logs.S3.localhost", "logs", "", false},
           Case{"a.b.c.s3.us-gov-west-1.localhost", "a.b.c", "us-gov-west-1", false},
           Case{"logs.localhost:4566", "logs", "", false},
           Case{"my.logs.localhost", "my.logs", "", false},
           Case{"nots3.eu-central-1.localhost", "nots3.eu-central-1", "", false},
           Case{"123456789012.s3-control.eu-central-1.localhost", "", "eu-central-1", true},
           Case{"123456789012.localhost:4566", "", "", true},
           Case{"s3.example.org", "", "", false},
       }) {
    S3Address address = read_s3_host(expected.host, "localhost");
    EXPECT_EQ(address.bucket, expected.bucket) << expected.host;
    EXPECT_EQ(address.region, expected.region) << expected.host;
    EXPECT_EQ(address.is_control, expected.is_control) << expected.host;
  }
}

TEST(S3Address, KnowsRegionNames) {
  for (const char* name : {"eu-central-1", "us-east-1", "ap-southeast-2", "us-gov-west-1"})
    EXPECT_TRUE(is_region_name(name)) << name;
  for (const char* name :
       {"", "nowhere", "eu-central", "eu-central-", "EU-central-1", "eu-cen tral-1", "-1", "a-b-1"}) {
    EXPECT_FALSE(is_region_name(name)) << name;
  }
}

}  // namespace
}  // namespace stellwerk::gateway
