// A stream of events: what is taken from it must be the same when written and taken again.
#include "protocol/event_stream.h"

#include <string_view>

#include "base/assert.h"

using namespace stellwerk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (true) {
    const std::string_view before = rest;
    auto message = protocol::take_event(rest);
    if (!message || !*message) return 0;
    std::string bytes;
    protocol::append_event(bytes, **message);
    STELLWERK_ASSERT(bytes == before.substr(0, before.size() - rest.size()));
  }
}
