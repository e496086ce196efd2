// Any text as JSON: what is read must be the same when written and read again.
#include <string_view>

#include "base/assert.h"
#include "base/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto json = stellwerk::parse_json({reinterpret_cast<const char*>(data), size});
  if (!json) return 0;
  const std::string text = json->dump();
  auto again = stellwerk::parse_json(text);
  STELLWERK_ASSERT(again);
  STELLWERK_ASSERT(again->dump() == text);
  return 0;
}
