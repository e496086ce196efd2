#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stellwerk::git {

/// git packs its larger requests with gzip. Errors: InvalidGzip (400), RequestEntityTooLarge (413) for more than
/// `limit_bytes` unpacked.
Result<std::string> gunzip(std::string_view packed, std::uint64_t limit_bytes);

}  // namespace stellwerk::git
