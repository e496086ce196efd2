// Byte 0 chooses an operation, the rest is a CBOR body. What is read must be the same when written and read again.
#include <array>
#include <string_view>

#include "api/codepipeline.h"
#include "api/events.h"
#include "api/kms.h"
#include "base/assert.h"
#include "protocol/cbor_codec.h"

using namespace stellwerk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const std::array<const protocol::ServiceModel*, 3> models{&kms::model(), &codepipeline::model(),
                                                                   &events::model()};
  const protocol::ServiceModel& model = *models[data[0] % models.size()];
  const protocol::Operation& operation = model.operations[data[0] / models.size() % model.operations.size()];
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);

  auto request = operation.make_request();
  protocol::MissingMembers missing, missing_again;
  auto done = protocol::read_cbor(*operation.input, body, request.get(), protocol::Place{}, missing);
  if (!done) {
    STELLWERK_ASSERT(done.error().http_status == 400);
    return 0;
  }
  std::string bytes, again;
  protocol::write_cbor(*operation.input, request.get(), bytes);
  auto second = operation.make_request();
  STELLWERK_ASSERT(protocol::read_cbor(*operation.input, bytes, second.get(), protocol::Place{}, missing_again));
  protocol::write_cbor(*operation.input, second.get(), again);
  STELLWERK_ASSERT(bytes == again);
  return 0;
}
