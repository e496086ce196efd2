// A line with a pattern, then an event: neither crashes, and a pattern that was taken can be written and taken again.
#include <string_view>

#include "base/assert.h"
#include "services/events/pattern.h"

using namespace stellwerk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  auto pattern = events::parse_pattern(text.substr(0, end));
  if (!pattern) {
    STELLWERK_ASSERT(pattern.error().code == "InvalidEventPatternException");
    return 0;
  }
  STELLWERK_ASSERT(events::parse_pattern(pattern->dump()));
  if (end == text.npos) return 0;
  if (auto event = parse_json(text.substr(end + 1))) events::matches(*pattern, *event);
  return 0;
}
