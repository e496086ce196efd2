#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Several values in one header field: "a, b, \"c, d\"".
namespace stellwerk::protocol {

/// Splits at commas outside quotes, and takes the quotes away. Each HTTP date holds a comma of its own.
std::vector<std::string> split_header_list(std::string_view text, bool are_dates);

/// Appends one value, quoted if it holds a comma or a quote.
void append_header_list(std::string& out, std::string_view value, bool is_date);

}  // namespace stellwerk::protocol
