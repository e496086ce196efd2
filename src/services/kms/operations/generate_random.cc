#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<GenerateRandomResponse> generate_random(Kms&, ports::Call& call, const GenerateRandomRequest& request) {
  if (request.custom_key_store_id || request.recipient) {
    return errors::UnsupportedOperationException("CustomKeyStoreId and Recipient are not supported here.");
  }
  if (!request.number_of_bytes) {
    return ::stellwerk::Error{"ValidationException", "NumberOfBytes is required; give a number from 1 to 1024.", 400};
  }
  GenerateRandomResponse response;
  response.plaintext = call.ids.bytes(static_cast<std::size_t>(*request.number_of_bytes));
  return response;
}

}  // namespace stellwerk::kms
