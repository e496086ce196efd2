#include "gateway/dispatcher.h"

#include <gtest/gtest.h>

namespace stellwerk::gateway {
namespace {

using protocol::Operation;
using protocol::Protocol;
using protocol::ServiceModel;

constexpr std::string_view kDomain = "localhost";

HttpRequest request_to(std::string host, std::string path = "/", std::string query = "") {
  HttpRequest request;
  request.method = "GET";
  request.path = std::move(path);
  request.query = std::move(query);
  request.headers.add("Host", std::move(host));
  return request;
}

/// Services as AWS has them, without operations.
class DispatcherTest : public testing::Test {
 protected:
  DispatcherTest() {
    for (const ServiceModel* model :
         {&gateway_v1_, &gateway_v2_, &balancer_v1_, &balancer_v2_, &store_, &control_, &keys_, &tokens_}) {
      dispatcher_.add({model, {}, nullptr});
    }
  }

  std::string named(Dispatcher::Candidates candidates, const HttpRequest& request) const {
    HostAddress address = read_host(request.headers.find("Host").value_or(""), kDomain, candidates);
    const ports::BoundService* found = Dispatcher::told_apart(candidates, request, address);
    return found ? std::string(found->model->name) : "";
  }
  std::string signed_as(std::string_view name, const HttpRequest& request) const {
    return named(dispatcher_.signed_as(name), request);
  }
  std::string unsigned_for(const HttpRequest& request) const {
    return named(dispatcher_.unsigned_for(request), request);
  }

  const ServiceModel gateway_v1_{.name = "apigateway",
                                 .signing_name = "apigateway",
                                 .endpoint_prefix = "apigateway",
                                 .protocol = Protocol::rest_json};
  const ServiceModel gateway_v2_{.name = "apigatewayv2",
                                 .signing_name = "apigateway",
                                 .endpoint_prefix = "apigateway",
                                 .protocol = Protocol::rest_json,
                                 .path_prefix = "/v2"};
  const ServiceModel balancer_v1_{.name = "elb",
                                  .signing_name = "elasticloadbalancing",
                                  .endpoint_prefix = "elasticloadbalancing",
                                  .protocol = Protocol::query,
                                  .api_version = "2012-06-01",
                                  .in_each_protocol = {&balancer_v1_, 1}};
  const ServiceModel balancer_v2_{.name = "elbv2",
                                  .signing_name = "elasticloadbalancing",
                                  .endpoint_prefix = "elasticloadbalancing",
                                  .protocol = Protocol::query,
                                  .api_version = "2015-12-01",
                                  .in_each_protocol = {&balancer_v2_, 1}};
  const ServiceModel store_{.name = "s3",
                            .signing_name = "s3",
                            .endpoint_prefix = "s3",
                            .protocol = Protocol::rest_xml,
                            .dialect = protocol::Dialect::s3,
                            .host_prefix = protocol::HostPrefix::bucket,
                            .answers_unclaimed = true};
  const ServiceModel control_{.name = "s3control",
                              .signing_name = "s3",
                              .endpoint_prefix = "s3-control",
                              .protocol = Protocol::rest_xml,
                              .dialect = protocol::Dialect::s3_control,
                              .host_prefix = protocol::HostPrefix::account,
                              .path_prefix = "/v20180820"};
  const ServiceModel keys_{.name = "kms",
                           .signing_name = "kms",
                           .endpoint_prefix = "kms",
                           .protocol = Protocol::json,
                           .target_prefix = "TrentService"};
  const ServiceModel tokens_{.name = "sts",
                             .signing_name = "sts",
                             .endpoint_prefix = "sts",
                             .protocol = Protocol::query,
                             .api_version = "2011-06-15",
                             .in_each_protocol = {&tokens_, 1}};
  Dispatcher dispatcher_;
};

TEST_F(DispatcherTest, PathsTellServicesOfOneSigningNameApart) {
  EXPECT_EQ(signed_as("apigateway", request_to("localhost", "/restapis")), "apigateway");
  EXPECT_EQ(signed_as("apigateway", request_to("localhost", "/v2/apis")), "apigatewayv2");
  EXPECT_EQ(signed_as("apigateway", request_to("localhost", "/v2extra")), "apigateway");
  EXPECT_EQ(signed_as("s3", request_to("localhost", "/v20180820/tags/arn")), "s3control");
  EXPECT_EQ(signed_as("s3", request_to("localhost", "/bucket/v20180820")), "s3");
  EXPECT_EQ(signed_as("nothing", request_to("localhost")), "");
}

TEST_F(DispatcherTest, AHostIsMoreExactThanAPath) {
  EXPECT_EQ(signed_as("s3", request_to("123456789012.localhost", "/")), "s3control");
  EXPECT_EQ(signed_as("s3", request_to("123456789012.s3-control.eu-central-1.localhost", "/")), "s3control");
  EXPECT_EQ(signed_as("s3", request_to("logs.s3.eu-central-1.localhost", "/v20180820/key")), "s3");
}

TEST_F(DispatcherTest, VersionsTellQueryServicesApart) {
  const auto candidates = dispatcher_.signed_as("elasticloadbalancing");
  EXPECT_EQ(signed_as("elasticloadbalancing", request_to("localhost", "/", "Action=A&Version=2015-12-01")), "elbv2");
  EXPECT_EQ(signed_as("elasticloadbalancing", request_to("localhost", "/", "Action=A&Version=2012-06-01")), "elb");
  const ports::BoundService* first = candidates.front();
  EXPECT_EQ(Dispatcher::with_version(candidates, "Action=A&Version=2015-12-01", first)->model->name, "elbv2");
  EXPECT_EQ(Dispatcher::with_version(candidates, "Action=A", first), first);
}

TEST_F(DispatcherTest, UnsignedRequestsAreRefusedInTheWordsOfWhomTheyMean) {
  HttpRequest target = request_to("localhost");
  target.headers.add("X-Amz-Target", "TrentService.Encrypt");
  EXPECT_EQ(unsigned_for(target), "kms");
  target.headers.set("X-Amz-Target", "Nobody.Encrypt");
  EXPECT_EQ(unsigned_for(target), "");
  EXPECT_EQ(unsigned_for(request_to("localhost", "/", "Action=GetCallerIdentity&Version=2011-06-15")), "sts");
  EXPECT_EQ(unsigned_for(request_to("localhost", "/bucket/key")), "s3");
  EXPECT_EQ(unsigned_for(request_to("logs.localhost", "/key")), "s3");
}

}  // namespace
}  // namespace stellwerk::gateway
