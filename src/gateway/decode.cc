#include "gateway/body_integrity.h"
#include "gateway/stages.h"

namespace stellwerk::gateway {

Result<Decoded> decode(Environment&, Exchange& exchange, Authenticated authenticated) {
  Received& received = authenticated.received;
  Identified& identified = received.identified;
  const protocol::ServiceModel& model = *exchange.model;
  if (!received.match) return protocol::unknown_operation(model, exchange.operation);

  HttpRequest& request = identified.admitted.request;
  if (identified.path_style_path) request.path = std::move(*identified.path_style_path);
  const protocol::Operation& operation = *received.match->operation;
  if (identified.dialect == auth::Dialect::s3 && !operation.has_streaming_input) {
    received.body = TRY(read_whole_body(*identified.admitted.place, *request.body, operation.body_bytes_limit));
    TRY(check_body_integrity(operation, request, received.body));
  } else if (identified.dialect != auth::Dialect::s3 && operation.has_streaming_input) {
    // It was read to be hashed; the signature covers it.
    request.body = std::make_shared<StringSource>(std::move(received.body));
  }
  std::shared_ptr<void> typed = operation.make_request();
  TRY(protocol::decode_request(model, *received.match, request, received.body, typed.get()));
  return Decoded{
      std::move(identified.admitted.place), identified.service, &Dispatcher::bound(*identified.service, operation),
      std::move(identified.region),         identified.dialect, std::move(authenticated.caller),
      std::move(authenticated.transaction), std::move(typed)};
}

}  // namespace stellwerk::gateway
