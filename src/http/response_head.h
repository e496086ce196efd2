#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/http_message.h"

namespace stellwerk::http {

/// How the body's end is marked.
struct Framing {
  std::optional<std::uint64_t> content_length;
  bool is_chunked = false;
  bool is_kept_alive = true;
};

/// Status line and fields up to the empty line. Framing fields of the response itself are left out, control
/// characters in values become spaces, and Date is added.
std::string response_head(const HttpResponse& response, const Framing& framing);

}  // namespace stellwerk::http
