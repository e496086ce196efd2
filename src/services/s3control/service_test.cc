#include "services/s3control/service.h"

#include <gtest/gtest.h>

namespace stellwerk::s3control {
namespace {

TEST(S3ControlArns, OnlyBucketsAreMeant) {
  EXPECT_EQ(bucket_of_arn("arn:aws:s3:::logs").value(), "logs");
  EXPECT_EQ(bucket_of_arn("arn:aws:sns:eu-central-1:111122223333:x").error().code, "InvalidRequest");
  EXPECT_EQ(bucket_of_arn("arn:aws:s3:eu-central-1:111122223333:accesspoint/x").error().code, "NotImplemented");
  EXPECT_EQ(bucket_of_arn("arn:aws:s3:::logs/key").error().code, "NotImplemented");
}

}  // namespace
}  // namespace stellwerk::s3control
