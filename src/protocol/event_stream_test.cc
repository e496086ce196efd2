#include "protocol/event_stream.h"

#include <gtest/gtest.h>

namespace stellwerk::protocol {
namespace {

using namespace std::string_literals;

struct Known {
  const char* name;
  std::string bytes;
  EventMessage message;
};

/// Messages with the checksums that AWS's own implementations give them.
std::vector<Known> known_messages() {
  const std::string payload = "{'foo':'bar'}";
  return {
      {"empty", "\x00\x00\x00\x10\x00\x00\x00\x00\x05\xC2\x48\xEB\x7D\x98\xC8\xFF"s, {}},
      {"payload", "\x00\x00\x00\x1D\x00\x00\x00\x00\xFD\x52\x8C\x5A{'foo':'bar'}\xC3\x65\x39\x36"s, {{}, payload}},
      {"text",
       "\x00\x00\x00=\x00\x00\x00 \x07\xFD\x83\x96\x0C"
       "content-type\x07\x00\x10"
       "application/json{'foo':'bar'}\x8D\x9C\x08\xB1"s,
       {{{"content-type", "application/json"s}}, payload}},
      {"int32",
       "\x00\x00\x00+\x00\x00\x00\x0E\x34\x8B\xEC\x7B\x08"
       "event-id\x04\x00\x00\xA0\x0C{'foo':'bar'}\xD3\x89\x02\x85"s,
       {{{"event-id", std::int32_t{0xA00C}}}, payload}},
  };
}

TEST(EventStream, MessagesAreWrittenAndReadAsAwsDoes) {
  for (const Known& known : known_messages()) {
    std::string written;
    append_event(written, known.message);
    EXPECT_EQ(written, known.bytes) << known.name;
    std::string_view rest = known.bytes;
    auto read = take_event(rest);
    ASSERT_TRUE(read && *read) << known.name;
    EXPECT_TRUE(rest.empty());
    EXPECT_EQ((*read)->payload, known.message.payload);
    ASSERT_EQ((*read)->headers.size(), known.message.headers.size());
    for (std::size_t i = 0; i < known.message.headers.size(); ++i) {
      EXPECT_EQ((*read)->headers[i].value, known.message.headers[i].value) << known.name;
    }
  }
}

TEST(EventStream, EveryTypeOfHeaderComesBack) {
  const EventMessage message{{{"yes", true},
                              {"no", false},
                              {"int8", std::int8_t{-7}},
                              {"int16", std::int16_t{-300}},
                              {"int64", std::int64_t{-1}},
                              {"bytes", EventBytes{"\x00\xFF"s}},
                              {"time", Timestamp{1398796238000}},
                              {"uuid", EventUuid{"0123456789abcdef"}}},
                             "payload"};
  std::string bytes;
  append_event(bytes, message);
  append_event(bytes, event("records", "application/json", "{}"));
  std::string_view rest = bytes;
  auto first = take_event(rest), second = take_event(rest);
  ASSERT_TRUE(first && *first && second && *second);
  for (std::size_t i = 0; i < message.headers.size(); ++i) {
    EXPECT_EQ((*first)->headers[i].name, message.headers[i].name);
    EXPECT_EQ((*first)->headers[i].value, message.headers[i].value) << message.headers[i].name;
  }
  EXPECT_EQ((*second)->text(":event-type"), "records");
  EXPECT_EQ((*second)->text(":message-type"), "event");
}

TEST(EventStream, APartOfAMessageWaitsForTheRest) {
  std::string bytes;
  append_event(bytes, event("records", "application/json", "{}"));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    std::string_view rest = std::string_view(bytes).substr(0, size);
    auto read = take_event(rest);
    ASSERT_TRUE(read) << size;
    EXPECT_FALSE(*read) << size;
    EXPECT_EQ(rest.size(), size);
  }
}

TEST(EventStream, EveryFlippedBitIsNoticed) {
  std::string whole;
  append_event(whole, event_exception("InternalServerException", "application/json", "{}"));
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string bytes = whole;
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    std::string_view rest = bytes;
    EXPECT_FALSE(take_event(rest)) << bit;
  }
}

}  // namespace
}  // namespace stellwerk::protocol
