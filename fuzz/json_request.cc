// Byte 0 chooses an operation, the rest is a JSON body. What is read must be the same when written and read again.
#include <array>
#include <string_view>

#include "api/codepipeline.h"
#include "api/events.h"
#include "api/kms.h"
#include "base/assert.h"
#include "protocol/codec.h"
#include "protocol/json_codec.h"

using namespace stellwerk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const std::array<const protocol::ServiceModel*, 3> models{&kms::model(), &codepipeline::model(),
                                                                   &events::model()};
  const protocol::ServiceModel& model = *models[data[0] % models.size()];
  const protocol::Operation& operation = model.operations[data[0] / models.size() % model.operations.size()];
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);

  auto request = operation.make_request();
  const protocol::OperationMatch match{&operation};
  auto done = protocol::decode_request(model, match, HttpRequest{}, body, request.get());
  if (!done) {
    STELLWERK_ASSERT(done.error().http_status == 400);
    protocol::encode_error(model, done.error(), "id");
    return 0;
  }
  std::string text, again;
  protocol::write_json(*operation.input, request.get(), text);
  auto second = operation.make_request();
  protocol::MissingMembers missing;
  STELLWERK_ASSERT(protocol::read_json(*operation.input, text, second.get(), protocol::Place{}, missing));
  protocol::write_json(*operation.input, second.get(), again);
  STELLWERK_ASSERT(text == again);
  return 0;
}
