// Byte 0 chooses an S3 operation with a body, the rest is XML. What is read must be the same when written and read
// again.
#include <string>
#include <string_view>
#include <vector>

#include "api/s3.h"
#include "base/assert.h"
#include "protocol/xml_reader.h"
#include "protocol/xml_writer.h"

using namespace stellwerk;

namespace {

struct Payload {
  const protocol::Operation* operation;
  const protocol::Member* member;
};

std::vector<Payload> payloads() {
  std::vector<Payload> out;
  for (const protocol::Operation& operation : s3::model().operations) {
    for (const protocol::Member& member : operation.input->members) {
      if (member.is_payload && member.shape->kind == protocol::ShapeKind::structure)
        out.push_back({&operation, &member});
    }
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const auto all = payloads();
  const auto& [operation, member] = all[data[0] % all.size()];
  const protocol::Shape& shape = *member->shape;
  auto read = [&](std::string_view text, void* value) {
    protocol::MissingMembers missing;
    return protocol::read_xml(shape, {member->wire_name, shape.name}, false, text, value, protocol::Place{}, missing);
  };
  auto write = [&](const void* value) {
    std::string text;
    protocol::write_xml_root({}, shape, member->wire_name, {}, value, text);
    return text;
  };
  auto request = operation->make_request();
  void* value = protocol::prepare_member(*member, request.get());
  if (!read({reinterpret_cast<const char*>(data) + 1, size - 1}, value)) return 0;
  const std::string text = write(value);
  auto second = operation->make_request();
  void* second_value = protocol::prepare_member(*member, second.get());
  STELLWERK_ASSERT(read(text, second_value));
  STELLWERK_ASSERT(write(second_value) == text);
  return 0;
}
