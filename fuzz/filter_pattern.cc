// A line with a filter pattern, then a log message.
#include "services/logs/filter_pattern.h"

#include <string_view>

#include "base/assert.h"

using namespace stellwerk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  auto filter = logs::parse_filter_pattern(text.substr(0, end));
  if (!filter) {
    STELLWERK_ASSERT(filter.error().code == "InvalidParameterException");
    return 0;
  }
  (*filter)(end == text.npos ? std::string_view() : text.substr(end + 1));
  return 0;
}
