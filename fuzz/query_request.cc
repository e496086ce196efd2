// A form body, matched and read as IAM reads it.
#include <string_view>

#include "api/iam.h"
#include "base/assert.h"
#include "protocol/codec.h"

using namespace stellwerk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const HttpRequest http{.method = "POST", .path = "/"};
  const protocol::ServiceModel& model = iam::model();
  auto match = protocol::match_operation(model, http, body);
  if (!match) {
    protocol::encode_error(model, protocol::unknown_operation(model, protocol::requested_operation(model, http, body)),
                           "id");
    return 0;
  }
  auto request = match->operation->make_request();
  auto done = protocol::decode_request(model, *match, http, body, request.get());
  if (!done) {
    STELLWERK_ASSERT(done.error().http_status == 400);
    protocol::encode_error(model, done.error(), "id");
  }
  return 0;
}
