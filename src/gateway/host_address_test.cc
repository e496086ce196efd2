#include "gateway/host_address.h"

#include <gtest/gtest.h>

namespace stellwerk::gateway {
namespace {

const protocol::ServiceModel kStoreModel{.endpoint_prefix = "s3", .host_prefix = protocol::HostPrefix::bucket};
const protocol::ServiceModel kControlModel{.endpoint_prefix = "s3-control",
                                           .host_prefix = protocol::HostPrefix::account};
const ports::BoundService kStore{&kStoreModel, {}, nullptr};
const ports::BoundService kControl{&kControlModel, {}, nullptr};

TEST(HostAddress, ReadsTheBucketFromTheHost) {
  const ports::BoundService* const services[] = {&kStore, &kControl};
  struct Case {
    const char* host;
    const char* bucket;
    const char* region;
    const ports::BoundService* service;
  };
  for (const Case& expected : {
           Case{"localhost:4566", "", "", nullptr},
           Case{"127.0.0.1:4566", "", "", nullptr},
           Case{"[::1]:4566", "", "", nullptr},
           Case{"s3.localhost", "", "", &kStore},
           Case{"s3.eu-central-1.localhost:4566", "", "eu-central-1", &kStore},
           Case{"logs.s3.eu-central-1.localhost:4566", "logs", "eu-central-1", &kStore},
           Case{"Logs.S3.localhost", "logs", "", &kStore},
           Case{"a.b.c.s3.us-gov-west-1.localhost", "a.b.c", "us-gov-west-1", &kStore},
           Case{"logs.localhost:4566", "logs", "", &kStore},
           Case{"my.logs.localhost", "my.logs", "", &kStore},
           Case{"nots3.eu-central-1.localhost", "nots3.eu-central-1", "", &kStore},
           Case{"123456789012.s3-control.eu-central-1.localhost", "", "eu-central-1", &kControl},
           Case{"123456789012.localhost:4566", "", "", &kControl},
           Case{"s3.example.org", "", "", nullptr},
       }) {
    HostAddress address = read_host(expected.host, "localhost", services);
    EXPECT_EQ(address.bucket, expected.bucket) << expected.host;
    EXPECT_EQ(address.region, expected.region) << expected.host;
    EXPECT_EQ(address.service, expected.service) << expected.host;
  }
}

TEST(HostAddress, KnowsRegionNames) {
  for (const char* name : {"eu-central-1", "us-east-1", "ap-southeast-2", "us-gov-west-1"})
    EXPECT_TRUE(is_region_name(name)) << name;
  for (const char* name :
       {"", "nowhere", "eu-central", "eu-central-", "EU-central-1", "eu-cen tral-1", "-1", "a-b-1"}) {
    EXPECT_FALSE(is_region_name(name)) << name;
  }
}

}  // namespace
}  // namespace stellwerk::gateway
