#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace stellwerk::gateway {

/// How S3 clients put bucket, region and account into the host name.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
struct S3Address {
  std::string bucket;       // empty: it stands in the path
  std::string region;       // empty: not told
  bool is_control = false;  // <account>.s3-control.<region>.<domain>, or <account>.<domain>
};

/// `host` may carry a port; `domain` is the installation's ("localhost").
S3Address read_s3_host(std::string_view host, std::string_view domain);

/// "eu-central-1", "us-gov-west-1".
bool is_region_name(std::string_view text);

}  // namespace stellwerk::gateway
