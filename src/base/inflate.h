#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace stellwerk {

/// What zlib packed (RFC 1950) into `unpacked_bytes`. Nothing if it is damaged or of another size.
std::optional<std::string> inflate(std::string_view packed, std::size_t unpacked_bytes);

}  // namespace stellwerk
