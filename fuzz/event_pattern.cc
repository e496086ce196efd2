// A line with a pattern, then an event: neither crashes, and a refused pattern says why.
#include "aws/event_pattern.h"

#include <string_view>

#include "base/assert.h"

using namespace stellwerk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  auto pattern = aws::EventPattern::parse(text.substr(0, end));
  if (!pattern) {
    STELLWERK_ASSERT(!pattern.error().empty());
    return 0;
  }
  if (end == text.npos) return 0;
  if (auto event = parse_json(text.substr(end + 1))) pattern->matches(aws::FlatEvent(*event));
  return 0;
}
