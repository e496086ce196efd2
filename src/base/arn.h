#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace stellwerk {

/// arn:aws:service:region:account:resource; region and account may be empty.
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
struct Arn {
  std::string service;
  std::string region;
  std::string account;
  std::string resource;
  std::string text() const { return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource; }
};

std::optional<Arn> parse_arn(std::string_view text);

}  // namespace stellwerk
