#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

/// Whether two messages mean the same: order of members, blanks between elements and the spelling of numbers aside.
namespace stellwerk::protocol {

/// Where two bodies differ, or "". JSON, XML, or else plain text.
std::string body_difference(const std::string& expected, const std::string& found);

bool are_equal_header_values(std::string_view expected, std::string_view found);

/// Whether code, message and fields stand in an error document where clients look for them.
std::string error_body_difference(const Error& error, const std::string& body);

}  // namespace stellwerk::protocol
