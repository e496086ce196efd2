#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace stellwerk {

std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);
std::string to_base64(std::string_view bytes);
/// Standard alphabet, padding required; nothing on any other character.
std::optional<std::string> from_base64(std::string_view text);

/// RFC 3986: all but unreserved characters become %XX; `keep_slash` leaves '/' as it is.
std::string percent_encode(std::string_view text, bool keep_slash = false);
/// Nothing on a malformed escape. `plus_is_space` for form bodies and query strings.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

std::string to_lower(std::string_view text);
/// ASCII letters only, as in header names.
bool equal_without_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);

/// Takes the same time whatever the contents; only the lengths may show.
bool equal_in_constant_time(std::string_view a, std::string_view b);

bool is_valid_utf8(std::string_view text);
/// Each byte that is not part of a valid character becomes U+FFFD: for texts of others that go into JSON.
std::string to_valid_utf8(std::string_view text);

}  // namespace stellwerk
