#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
namespace stellwerk::auth {

/// Names and values decoded, in the order given.
std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view raw_query);
std::optional<std::string> find_parameter(const std::vector<std::pair<std::string, std::string>>& parameters,
                                          std::string_view name);

/// Sorted and encoded, without X-Amz-Signature.
std::string canonical_query(std::string_view raw_query);

/// RFC 3986 section 5.2.4, and runs of slashes made one.
std::string normalise_path(std::string_view raw_path);

/// Trimmed, inner white space made single spaces.
std::string canonical_header_value(std::string_view value);

std::string sha256_hex(std::string_view bytes);

}  // namespace stellwerk::auth
