#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.h"

/// The typed values of condition operators.
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
namespace stellwerk::auth {

std::optional<double> parse_number(std::string_view text);

/// ISO 8601 (a day alone too) or seconds since 1970.
std::optional<Timestamp> parse_date(std::string_view text);

/// An IPv4 or IPv6 network; an address alone is a network of one.
struct AddressRange {
  int family = 0;
  std::array<unsigned char, 16> bytes{};
  int prefix_bits = 0;
};
std::optional<AddressRange> parse_address_range(std::string_view text);
bool contains(const AddressRange& network, const AddressRange& address);

/// Each of the six parts of an ARN is matched on its own, so that a '*' does not reach over a colon.
bool matches_arn(std::string_view pattern, std::string_view text);

}  // namespace stellwerk::auth
