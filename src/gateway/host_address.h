#pragma once
#include <span>
#include <string>
#include <string_view>

#include "ports/service.h"

namespace stellwerk::gateway {

/// What a host name below the installation's domain tells: "logs.s3.eu-central-1.localhost", "123456789012.localhost".
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
struct HostAddress {
  const ports::BoundService* service = nullptr;  // a null pointer: not told
  std::string bucket;                            // empty: it stands in the path
  std::string region;                            // empty: not told
};

/// `host` may carry a port; `domain` is the installation's ("localhost"). `services` are those that may be meant.
HostAddress read_host(std::string_view host, std::string_view domain,
                      std::span<const ports::BoundService* const> services);

/// "eu-central-1", "us-gov-west-1".
bool is_region_name(std::string_view text);

}  // namespace stellwerk::gateway
